import { startFauxqs } from 'fauxqs';
import { Server } from 'node:net';
import type { ListenOptions } from 'node:net';
import { join } from 'node:path';
import type { StartBackend } from './backend.ts';

/** fauxqs always listens on every interface. It has this thread to itself, so the thread is taught otherwise. */
const listenOnLoopbackOnly = (): void => {
  const listen = Reflect.get(Server.prototype, 'listen') as (...values: unknown[]) => Server;
  const onLoopback = function (this: Server, options: ListenOptions, ...rest: unknown[]): Server {
    return listen.call(this, { ...options, host: '127.0.0.1' }, ...rest);
  };
  Reflect.set(Server.prototype, 'listen', onLoopback);
};

/** S3: fauxqs, objects as files. The buckets of `settings.buckets` exist once this has started. */
export const start: StartBackend = async ({ stateDir, ports, region, buckets }) => {
  listenOnLoopbackOnly();
  const server = await startFauxqs({
    port: ports.s3,
    logger: false,
    defaultRegion: region,
    s3StorageDir: join(stateDir, 's3'),
    init: { buckets: [...buckets] },
  });
  return () => server.stop();
};
