import { AppError } from '../errors.ts';

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

/** The fields that were really sent: an absent field and an undefined one are the same. */
export const sentFields = <T extends object>(patch: T): Defined<T> =>
  Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined)) as Defined<T>;

const MAX_ATTEMPTS = 10;

const isConflict = (error: unknown): boolean =>
  error instanceof AppError && error.code === 'VERSION_CONFLICT';

/**
 * Reads, changes and writes under a version condition. Somebody else's write in between repeats all of it on the new
 * state, so that no change is lost; not when the caller `named` the version that the change was made for.
 */
export async function writeOver<T>(named: number | undefined, attempt: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      if (named !== undefined || tries >= MAX_ATTEMPTS || !isConflict(error)) throw error;
    }
  }
}
