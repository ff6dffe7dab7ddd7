/** Hands out turns, `places` at a time, in the order of asking. */
export interface FairLock {
  /** Resolves with the function that ends the turn; rejects with `onTimeout()` when it has not come in time. */
  acquire(waitMilliseconds: number, onTimeout: () => Error): Promise<() => void>;
}

export const makeFairLock = (places = 1): FairLock => {
  const waiting: (() => void)[] = [];
  let free = places;

  const next = () => {
    const turn = waiting.shift();
    if (turn) turn();
    else free += 1;
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
      if (free > 0) {
        free -= 1;
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
