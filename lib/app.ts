/**
 * The composition root: ports to services. Every part is made at its first use and once per cold start; as each is an
 * export of its own, a function's bundle holds only the parts that its handlers name.
 */
import { systemClock } from './adapters/system/clock.ts';
import { systemIds } from './adapters/system/ids.ts';
import { makeLog } from './adapters/system/log.ts';
import { readEnv } from './env.ts';

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

export const clock = systemClock;
export const ids = systemIds;
export const env = /* @__PURE__ */ lazily(() => readEnv());
export const log = /* @__PURE__ */ lazily(() => makeLog(env().SERVICE, env().LOG_LEVEL));
