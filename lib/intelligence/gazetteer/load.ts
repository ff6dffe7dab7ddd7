import { brotliDecompressSync } from 'node:zlib';
import { openGazetteer, type Gazetteer } from './gazetteer.ts';

let loading: Promise<Gazetteer> | undefined;

/** The packed gazetteer of the world, loaded once a process on first use (about 60 ms). */
export function loadGazetteer(): Promise<Gazetteer> {
  loading ??= import('../data/generated/gazetteer.ts').then(({ default: packed }) =>
    openGazetteer(brotliDecompressSync(Buffer.from(packed, 'base64'))),
  );
  return loading;
}
