import { parentPort, workerData } from 'node:worker_threads';
import type { LocalSettings } from '../settings.ts';
import type { Close, StartBackend } from './backend.ts';

/** The thread of one emulator: starts it, says `ready`, closes it when asked to. */
const { backend, settings } = workerData as { backend: string; settings: LocalSettings };

const { start } = (await import(`./${backend}.ts`)) as { start: StartBackend };
const close: Close = await start(settings);
parentPort?.once('message', () => {
  void close().finally(() => {
    parentPort?.postMessage('closed');
    parentPort?.close();
  });
});
parentPort?.postMessage('ready');
