import { Worker } from 'node:worker_threads';
import type { LocalSettings } from '../settings.ts';
import type { Close } from './backend.ts';

export const backendNames = ['dynamodb', 'rds-data', 'cognito', 's3'] as const;
export type BackendName = (typeof backendNames)[number];

/** cognito-local loads version 2 of the SDK, which says at length that it is old. */
const env = { ...process.env, AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1' };

const closeWithinMilliseconds = 1_200;

/** Resolves at the first message `text`; rejects when the thread ends or fails before. */
const waitFor = (worker: Worker, backend: BackendName, text: string): Promise<void> =>
  new Promise((resolve, reject) => {
    worker.on('message', (message: unknown) => {
      if (message === text) resolve();
    });
    worker.once('error', (error: Error) =>
      reject(new Error(`${backend} failed: ${error.message}`, { cause: error })),
    );
    worker.once('exit', (code) => reject(new Error(`${backend} ended with code ${code}`)));
  });

const closeWorker = async (worker: Worker, backend: BackendName): Promise<void> => {
  const closed = waitFor(worker, backend, 'closed').catch(() => undefined);
  worker.postMessage('close');
  const late = new Promise((resolve) => setTimeout(resolve, closeWithinMilliseconds).unref());
  await Promise.race([closed, late]);
  await worker.terminate();
};

export interface RunningBackend {
  readonly ready: Promise<void>;
  readonly close: Close;
}

/**
 * Starts one emulator in a thread of its own, so that a long SQL statement does not hold up the HTTP server.
 * `onCrash` is called when it dies after it was ready.
 */
export const startBackend = (
  backend: BackendName,
  settings: LocalSettings,
  onCrash: (error: Error) => void,
): RunningBackend => {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), {
    workerData: { backend, settings },
    env,
  });
  let closing = false;
  const ready = waitFor(worker, backend, 'ready').then(() => {
    worker.once('error', (error: Error) => {
      if (!closing) onCrash(new Error(`${backend} crashed: ${error.message}`, { cause: error }));
    });
  });
  ready.catch(() => undefined);
  return {
    ready,
    close: () => {
      closing = true;
      return closeWorker(worker, backend);
    },
  };
};
