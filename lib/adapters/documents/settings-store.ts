import type { Settings } from '../../domain/settings.ts';
import { versionConflict } from '../../errors.ts';
import type { SettingsStore } from '../../ports/limits.ts';
import { configurationKey } from './configuration-items.ts';
import { equals, missing, type Tables } from './document-table.ts';

/** One item a tenant. */
export function makeSettingsStore({ configurations }: Pick<Tables, 'configurations'>): SettingsStore {
  const key = (tenantId: string) => configurationKey(tenantId, 'settings', 'settings');
  const find: SettingsStore['find'] = async (tenantId) =>
    (await configurations.get(key(tenantId)))?.['record'] as Settings | undefined;
  return {
    find,
    put: async (tenantId, settings) => {
      const item = { ...key(tenantId), record: settings, version: settings.version };
      const unchanged = settings.version === 1 ? missing('pk') : equals('version', settings.version - 1);
      if (await configurations.put(item, unchanged)) return;
      throw versionConflict((await find(tenantId))?.version ?? 0);
    },
  };
}
