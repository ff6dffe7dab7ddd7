import * as z from 'zod';
import { decodeCursor, encodeCursor } from '../../../domain/page.ts';
import type { Page, PageQuery } from '../../../domain/page.ts';
import { invalidInput } from '../../../errors.ts';
import type { SqlValue, SqlValues } from './values.ts';

/** A piece of SQL together with the values that it names. */
export interface Fragment {
  readonly text: string;
  readonly values: SqlValues;
}

/** `:prefix_0, :prefix_1, ...`: the Data API has no array parameters. */
export function list(prefix: string, items: readonly SqlValue[]): Fragment {
  const named = items.map((item, index) => [`${prefix}_${index}`, item] as const);
  return { text: named.map(([name]) => `:${name}`).join(', '), values: Object.fromEntries(named) };
}

export const and = (fragments: readonly Fragment[]): Fragment => ({
  text: fragments.map(({ text }) => `(${text})`).join(' and '),
  values: Object.assign({}, ...fragments.map(({ values }) => values)) as SqlValues,
});

/** Made at its first use: few requests bring a cursor. */
const timeAndId = z.lazy(() => z.tuple([z.iso.datetime(), z.string().max(200)]));

/** Where a walk over rows ordered by a time and an id goes on. Throws INVALID_INPUT for a cursor that is none of ours. */
export function readCursor<T>(cursor: string, schema: z.ZodType<T>): T {
  const position = decodeCursor(cursor, schema);
  if (position === undefined)
    throw invalidInput([{ path: '$.cursor', message: 'is not a cursor of this list' }]);
  return position;
}

/** Rows newest first, one more than asked for, so that the page knows whether another follows. */
export function newestFirst(query: PageQuery, time: string, id: string): { after: Fragment; tail: Fragment } {
  const limit = { limit: query.limit + 1 };
  const order = `order by ${time} desc, ${id} desc limit :limit::integer`;
  if (query.cursor === undefined) {
    const values = { ...limit, offset: (query.page - 1) * query.limit };
    return { after: { text: 'true', values: {} }, tail: { text: `${order} offset :offset::bigint`, values } };
  }
  const [at, last] = readCursor(query.cursor, timeAndId);
  return {
    after: {
      text: `(${time}, ${id}) < (:after_at::timestamptz, :after_id)`,
      values: { after_at: at, after_id: last },
    },
    tail: { text: order, values: limit },
  };
}

/** Cuts the extra row off and says where to go on when there was one. */
export function toPage<Row, T>(
  rows: readonly Row[],
  total: number,
  query: PageQuery,
  map: (row: Row) => T,
  position: (row: Row) => unknown,
): Page<T> {
  const shown = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? shown.at(-1) : undefined;
  const items = shown.map(map);
  return last === undefined ? { items, total } : { items, total, nextCursor: encodeCursor(position(last)) };
}
