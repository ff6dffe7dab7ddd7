import type { DocumentTable, Tables } from '../../../lib/adapters/documents/document-table.ts';

export type Moment = 'before' | 'after';
/** Called around every write, with its number from 1, and may stop the world there. */
export type WriteHook = (moment: Moment, n: number) => Promise<void> | void;

function hooked(table: DocumentTable, next: () => number, hook: WriteHook): DocumentTable {
  const around = async <T>(write: () => Promise<T>): Promise<T> => {
    const n = next();
    await hook('before', n);
    const result = await write();
    await hook('after', n);
    return result;
  };
  return {
    ...table,
    put: (item, when) => around(() => table.put(item, when)),
    update: (key, change, when) => around(() => table.update(key, change, when)),
    remove: (key, when) => around(() => table.remove(key, when)),
    removeMany: (keys) => around(() => table.removeMany(keys)),
  };
}

/** The same tables with a hook around every write: faults are wrapped around the product, never built into it. */
export function hookWrites(tables: Tables, hook: WriteHook): Tables {
  let count = 0;
  const next = (): number => (count += 1);
  return Object.fromEntries(
    Object.entries(tables).map(([name, table]) => [name, hooked(table as DocumentTable, next, hook)]),
  ) as unknown as Tables;
}
