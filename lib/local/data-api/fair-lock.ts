/** Hands out one turn at a time in the order of asking. */
export interface FairLock {
  /** Resolves with the function that ends the turn; rejects with `onTimeout()` when it has not come in time. */
  acquire(waitMilliseconds: number, onTimeout: () => Error): Promise<() => void>;
}

export const makeFairLock = (): FairLock => {
  const waiting: (() => void)[] = [];
  let held = false;

  const next = () => {
    const turn = waiting.shift();
    if (turn) turn();
    else held = false;
  };
  const onceOnly = () => {
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      next();
    };
  };

  return {
    acquire: (waitMilliseconds, onTimeout) => {
      if (!held) {
        held = true;
        return Promise.resolve(onceOnly());
      }
      return new Promise((resolve, reject) => {
        const timer = setTimeout(() => {
          waiting.splice(waiting.indexOf(turn), 1);
          reject(onTimeout());
        }, waitMilliseconds);
        const turn = () => {
          clearTimeout(timer);
          resolve(onceOnly());
        };
        waiting.push(turn);
      });
    },
  };
};
