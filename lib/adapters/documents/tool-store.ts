import type { CustomTool } from '../../domain/tool.ts';
import { AppError, notFound, versionConflict } from '../../errors.ts';
import type { ToolStore } from '../../ports/limits.ts';
import { configurationKey } from './configuration-items.ts';
import { equals, missing, queryAll, type Item, type Tables } from './document-table.ts';

const toTool = (item: Item | undefined): CustomTool | undefined => item?.['record'] as CustomTool | undefined;

/** Tools are items of their own, conditional on the version. */
export function makeToolStore({ configurations }: Pick<Tables, 'configurations'>): ToolStore {
  const key = (tenantId: string, toolName: string) => configurationKey(tenantId, 'tool', toolName);
  const find: ToolStore['find'] = async (tenantId, toolName) =>
    toTool(await configurations.get(key(tenantId, toolName)));

  return {
    find,
    list: async (tenantId) => {
      const { pk = '' } = key(tenantId, '');
      const items = await queryAll(configurations, { hash: ['pk', pk] });
      return items.flatMap((item) => toTool(item) ?? []);
    },
    insert: async (tenantId, tool) => {
      const item = { ...key(tenantId, tool.tool_name), record: tool, version: tool.version };
      if (await configurations.put(item, missing('pk'))) return;
      throw new AppError('CONFLICT', `A tool named ${tool.tool_name} exists.`);
    },
    update: async (tenantId, tool) => {
      const item = { ...key(tenantId, tool.tool_name), record: tool, version: tool.version };
      if (await configurations.put(item, equals('version', tool.version - 1))) return;
      const current = await find(tenantId, tool.tool_name);
      throw current === undefined ? notFound('tool', tool.tool_name) : versionConflict(current.version);
    },
    remove: async (tenantId, toolName) =>
      (await configurations.remove(key(tenantId, toolName))) !== undefined,
  };
}
