/** Why an execution of a job ends before the job does. */
export type StopReason = 'cancelled' | 'lease-lost' | 'deadline' | 'broken';

export class Stopped extends Error {
  override readonly name = 'Stopped';
  readonly reason: StopReason;
  constructor(reason: StopReason) {
    super(`The execution stopped: ${reason}.`);
    this.reason = reason;
  }
}

/** A signal that says why it was given; the first reason stands. */
export function makeStop() {
  const controller = new AbortController();
  return {
    signal: controller.signal,
    request: (reason: StopReason): void => {
      if (!controller.signal.aborted) controller.abort(new Stopped(reason));
    },
    reason: (): StopReason | undefined =>
      controller.signal.aborted ? (controller.signal.reason as Stopped).reason : undefined,
  };
}
export type Stop = ReturnType<typeof makeStop>;

/** Settles as `work` does, or rejects with the signal's reason as soon as it aborts, even if `work` ignores it. */
export function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
