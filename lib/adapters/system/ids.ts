import { createHash, randomBytes } from 'node:crypto';
import { compositeKey, toId } from '../../domain/ids.ts';
import type { Ids } from '../../ports/world.ts';

const TIME_BYTES = 6;

/** 48 bits of milliseconds, then 80 random bits (the layout of a ULID). */
function timeOrdered(now: number): Uint8Array {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now, 0, TIME_BYTES);
  return bytes;
}

export const systemIds: Ids = {
  next: (prefix) => toId(prefix, timeOrdered(Date.now())),
  derived: (prefix, ...parts) =>
    toId(
      prefix,
      createHash('sha256')
        .update(compositeKey(...parts))
        .digest(),
    ),
};
