import { AppError } from '../errors.ts';
import type { CounterStore } from '../ports/limits.ts';
import type { Clock } from '../ports/world.ts';
import type { SettingsReader } from './settings.ts';

const MINUTE_MS = 60_000;
/** The part of a limit that a process takes from the shared counter at once. */
const SHARE = 50;
const MAX_WINDOWS = 10_000;

interface Window {
  readonly minute: number;
  /** Taken from the shared counter and not used yet. */
  left: number;
  isSpent: boolean;
}

export type Rate = 'requests_per_minute' | 'jobs_per_minute';
const nameOf: Readonly<Record<Rate, string>> = { requests_per_minute: 'requests', jobs_per_minute: 'jobs' };

/**
 * Rates of a tenant, over all processes together. A process takes its permits from the shared counter of the minute in
 * shares of a fiftieth, so that most requests cost no write; what it does not use is lost with the minute. The limit is
 * never exceeded; it may be refused a few shares early.
 */
export function makeRateLimits(ports: { counters: CounterStore; settingsOf: SettingsReader; clock: Clock }) {
  const { counters, settingsOf, clock } = ports;
  const windows = new Map<string, Window>();

  const takeShare = async (tenantId: string, rate: Rate, minute: number, limit: number): Promise<number> => {
    const counter = `${nameOf[rate]}:${new Date(minute).toISOString()}`;
    for (const share of new Set([Math.max(1, Math.floor(limit / SHARE)), 1])) {
      const add = () => counters.add(tenantId, counter, { count: share }, { count: limit });
      if (await add()) return share;
      await counters.start(tenantId, counter, { count: 0 }, new Date(minute + 10 * MINUTE_MS));
      if (await add()) return share;
    }
    return 0;
  };

  const windowOf = (key: string, minute: number): Window => {
    const known = windows.get(key);
    if (known?.minute === minute) return known;
    if (windows.size >= MAX_WINDOWS) windows.clear();
    const fresh = { minute, left: 0, isSpent: false };
    windows.set(key, fresh);
    return fresh;
  };

  const refuse = (rate: Rate, limit: number, until: number): never => {
    throw new AppError('RATE_LIMITED', `At most ${limit} ${nameOf[rate]} a minute are taken from a tenant.`, {
      data: { limit, rate },
      retryable: true,
      retryAfter: (until - clock.now().getTime()) / 1_000,
    });
  };

  return {
    /** Takes one permit. Throws RATE_LIMITED, with the time until the next minute, when there is none. */
    async take(tenantId: string, rate: Rate): Promise<void> {
      const limit = (await settingsOf(tenantId)).rate_limits[rate];
      const now = clock.now().getTime();
      const minute = now - (now % MINUTE_MS);
      const window = windowOf(JSON.stringify([tenantId, rate]), minute);
      if (window.left === 0 && !window.isSpent) {
        window.left += await takeShare(tenantId, rate, minute, limit);
        window.isSpent = window.left === 0;
      }
      if (window.left === 0) refuse(rate, limit, minute + MINUTE_MS);
      window.left -= 1;
    },
  };
}
export type RateLimits = ReturnType<typeof makeRateLimits>;
