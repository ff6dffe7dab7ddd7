import type { DocumentTable, Tables } from '../../../lib/adapters/documents/document-table.ts';

export type Moment = 'before' | 'after';
/** Called around every write, and may stop the world there. */
export type WriteHook = (
  moment: Moment,
  table: keyof Tables,
  operation: string,
  key: unknown,
) => Promise<void> | void;

function hooked(table: DocumentTable, name: keyof Tables, hook: WriteHook): DocumentTable {
  const around = async <T>(operation: string, key: unknown, write: () => Promise<T>): Promise<T> => {
    await hook('before', name, operation, key);
    const result = await write();
    await hook('after', name, operation, key);
    return result;
  };
  return {
    ...table,
    put: (item, when) => around('put', item, () => table.put(item, when)),
    update: (key, change, when) => around('update', key, () => table.update(key, change, when)),
    remove: (key, when) => around('remove', key, () => table.remove(key, when)),
    removeMany: (keys) => around('removeMany', keys, () => table.removeMany(keys)),
  };
}

/** The same tables with a hook around every write: faults are wrapped around the product, never built into it. */
export const hookWrites = (tables: Tables, hook: WriteHook): Tables =>
  Object.fromEntries(
    Object.entries(tables).map(([name, table]) => [
      name,
      hooked(table as DocumentTable, name as keyof Tables, hook),
    ]),
  ) as unknown as Tables;
