import * as z from 'zod';
import { decodeCursor, encodeCursor } from '../../domain/page.ts';
import type { Page, PageQuery } from '../../domain/page.ts';
import { invalidInput } from '../../errors.ts';
import type { DocumentTable, Item, Key, Selection } from './document-table.ts';

const position = z.lazy(() => z.record(z.string(), z.string()));

/** Walks over the pages before `page`, reading keys only as far as the index holds keys only. */
async function skip(
  table: DocumentTable,
  selection: Selection,
  count: number,
): Promise<Item | 'past the end'> {
  let left = count;
  let after: Item | undefined;
  while (left > 0) {
    const slice = await table.query({ ...selection, limit: left, after });
    left -= slice.items.length;
    if (slice.next === undefined) return 'past the end';
    after = slice.next;
  }
  return after ?? 'past the end';
}

/**
 * One page of an index, by number or by cursor. A cursor is the key where the page before ended, without the hash,
 * so that it carries no tenant: `hash` is put back from the selection.
 */
export async function listPage<T>(
  table: DocumentTable,
  selection: Selection,
  query: PageQuery,
  cursorKeys: { toCursor: (key: Item) => Key; toKey: (cursor: Key) => Item },
  load: (items: Item[]) => Promise<T[]>,
): Promise<Page<T>> {
  const total = await table.count(selection);
  const start = await startOf(table, selection, query, cursorKeys.toKey);
  if (start === 'past the end') return { items: [], total };
  const { items, next } = await table.query({ ...selection, limit: query.limit, after: start });
  return {
    items: await load(items),
    total,
    ...(next !== undefined && { nextCursor: encodeCursor(cursorKeys.toCursor(next)) }),
  };
}

async function startOf(
  table: DocumentTable,
  selection: Selection,
  { cursor, page, limit }: PageQuery,
  toKey: (cursor: Key) => Item,
): Promise<Item | undefined | 'past the end'> {
  if (cursor === undefined) return page === 1 ? undefined : skip(table, selection, (page - 1) * limit);
  const found = decodeCursor(cursor, position);
  if (found === undefined) throw invalidInput([{ path: '$.cursor', message: 'is no cursor of this list' }]);
  return toKey(found);
}
