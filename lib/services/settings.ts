import type { Principal } from '../domain/principal.ts';
import { defaultSettings, type Settings, type SettingsPatch } from '../domain/settings.ts';
import type { SettingsStore } from '../ports/limits.ts';
import type { Clock } from '../ports/world.ts';
import { assertVersion } from './access.ts';
import { sentFields, writeOver } from './changes.ts';

/** What a tenant's admins decide for the whole tenant. */
export function makeSettings({ settings, clock }: { settings: SettingsStore; clock: Clock }) {
  const current = async (tenantId: string): Promise<Settings> =>
    (await settings.find(tenantId)) ?? defaultSettings;

  return {
    get: ({ tenantId }: Principal): Promise<Settings> => current(tenantId),

    update({ tenantId, userId }: Principal, patch: SettingsPatch): Promise<Settings> {
      return writeOver(patch.version, async () => {
        const before = await current(tenantId);
        assertVersion(before.version, patch.version);
        const next: Settings = {
          model: patch.model === undefined ? before.model : patch.model,
          daily_budget: { ...before.daily_budget, ...sentFields(patch.daily_budget ?? {}) },
          rate_limits: { ...before.rate_limits, ...sentFields(patch.rate_limits ?? {}) },
          version: before.version + 1,
          updated_at: clock.now().toISOString(),
          updated_by: userId,
        };
        await settings.put(tenantId, next);
        return next;
      });
    },
  };
}

/** How long a process may go on with settings that an admin has just changed. */
const REMEMBERED_MS = 2_000;
const MAX_TENANTS = 1_000;

/** Settings for what happens on every request: remembered for two seconds. */
export function makeSettingsReader({
  settings,
  clock,
}: {
  settings: Pick<SettingsStore, 'find'>;
  clock: Clock;
}) {
  const known = new Map<string, { at: number; value: Promise<Settings> }>();

  const read = (tenantId: string, at: number): Promise<Settings> => {
    if (known.size >= MAX_TENANTS) known.clear();
    const value = settings.find(tenantId).then((found) => found ?? defaultSettings);
    known.set(tenantId, { at, value });
    value.catch(() => known.delete(tenantId));
    return value;
  };

  return (tenantId: string): Promise<Settings> => {
    const now = clock.now().getTime();
    const remembered = known.get(tenantId);
    const isFresh = remembered !== undefined && now - remembered.at < REMEMBERED_MS;
    return isFresh ? remembered.value : read(tenantId, now);
  };
}
export type SettingsReader = ReturnType<typeof makeSettingsReader>;
