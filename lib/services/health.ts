import type { Clock } from '../ports/world.ts';

/** Resolves when the dependency answers. */
export type Check = () => Promise<unknown>;
export type CheckResult = { status: 'ok' | 'failing'; duration_ms: number };

export interface Health {
  status: 'ok' | 'degraded';
  version: string;
  checks: Record<string, CheckResult>;
}

const PATIENCE_MS = 3_000;
/** Anybody may ask; the dependencies are asked at most this often. */
const REMEMBERED_MS = 2_000;

/** Whether what the product depends on answers. Says nothing of why not. */
export function makeHealth(checks: Readonly<Record<string, Check>>, version: string, clock: Clock) {
  let last: { at: number; health: Promise<Health> } | undefined;

  const run = async (check: Check): Promise<CheckResult> => {
    const started = clock.now().getTime();
    const patience = new AbortController();
    const late = clock.sleep(PATIENCE_MS, patience.signal).then(() => false);
    const answered = await Promise.race([
      check().then(
        () => true,
        () => false,
      ),
      late,
    ]);
    patience.abort();
    return { status: answered ? 'ok' : 'failing', duration_ms: clock.now().getTime() - started };
  };

  const examine = async (): Promise<Health> => {
    const names = Object.keys(checks);
    const results = await Promise.all(Object.values(checks).map(run));
    const byName = Object.fromEntries(names.map((name, index) => [name, results[index] as CheckResult]));
    const healthy = results.every(({ status }) => status === 'ok');
    return { status: healthy ? 'ok' : 'degraded', version, checks: byName };
  };

  return {
    check(): Promise<Health> {
      const now = clock.now().getTime();
      if (last === undefined || now - last.at > REMEMBERED_MS) last = { at: now, health: examine() };
      return last.health;
    },
  };
}
