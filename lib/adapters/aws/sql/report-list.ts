import * as z from 'zod';
import { encodeCursor } from '../../../domain/page.ts';
import type { Page, PageQuery } from '../../../domain/page.ts';
import type { ReportRow } from '../../../domain/report.ts';
import type { ReportOrder } from '../../../ports/relational.ts';
import type { Sql } from './client.ts';
import { toWhere } from './report-filter.ts';
import type { PreparedFilter } from './report-filter.ts';
import { toInstant } from './packed-rows.ts';
import { rowColumns, toReportRow } from './report-rows.ts';
import type { SelectedRow } from './report-rows.ts';
import { readCursor } from './statements.ts';
import type { Fragment } from './statements.ts';

/** Of the 1 MiB that a response may have. */
const BYTES_A_CALL = 1_000_000;

const NO_DEADLINE = '9999-12-31T00:00:00.000Z';

interface Ordering {
  /** SQL of each key, its type, and what it is in a selected row. The id comes last, so that no two rows are equal. */
  readonly keys: readonly { sql: string; type: string }[];
  readonly direction: 'asc' | 'desc';
  /** All matches have to be looked at to find the first, so that counting them costs nothing more. */
  readonly isRanked: boolean;
}

const id = { sql: 'r.incident_id', type: 'text' };
const event = { sql: 'r.event_at', type: 'timestamptz' };
const orderings: Record<Exclude<ReportOrder, 'relevance'>, Ordering> = {
  newest: { keys: [event, id], direction: 'desc', isRanked: false },
  oldest: { keys: [event, id], direction: 'asc', isRanked: false },
  due: {
    keys: [{ sql: `coalesce(r.due_at, '${NO_DEADLINE}')`, type: 'timestamptz' }, id],
    direction: 'asc',
    isRanked: false,
  },
};

const ranked = (query: string): Ordering => ({
  keys: [{ sql: `(ts_rank_cd(r.search, ${query}) * 1e6)::bigint`, type: 'bigint' }, event, id],
  direction: 'desc',
  isRanked: true,
});

/** Without words to rank by, the newest are the most relevant. */
function orderingOf(order: ReportOrder, { text }: PreparedFilter): Ordering {
  if (order !== 'relevance') return orderings[order];
  return text === undefined ? orderings.newest : ranked(text.query);
}

const keyValue = z.lazy(() => z.union([z.string().max(200), z.number()]));
type Position = z.infer<typeof keyValue>[];

const positionOf = (ordering: Ordering, cursor: string): Position =>
  readCursor(cursor, z.array(keyValue).length(ordering.keys.length));

function beyond({ keys, direction }: Ordering, position: Position): Fragment {
  const names = keys.map(({ type }, index) => `:after_${index}::${type}`).join(', ');
  return {
    text: `(${keys.map(({ sql }) => sql).join(', ')}) ${direction === 'desc' ? '<' : '>'} (${names})`,
    values: Object.fromEntries(position.map((value, index) => [`after_${index}`, value])),
  };
}

type KeyedRow = SelectedRow & Record<`key_${number}`, string | number>;

/** A row as one JSON document: see packed-rows.ts. */
interface PackedRow {
  packed: string;
  fetched: number;
  total: number | null;
}

/**
 * The keys of the page come from an index alone where the filter allows it; their rows are cut where the response would
 * grow too large, and `fetched` says how many there were. "offset 0" has each row looked up by its key: for a tenant that
 * the planner's statistics do not know yet, it would compare every key with every row.
 */
function pageStatement({ keys, direction, isRanked }: Ordering, where: string): string {
  const total = isRanked ? 'count(*) over ()' : 'null::bigint';
  const selected = keys.map(({ sql }, index) => `${sql} as key_${index}`).join(', ');
  const named = keys.map((_, index) => `key_${index}`);
  const order = named.map((name) => `${name} ${direction}`).join(', ');
  const keysOfPage = named.map((name) => `c.${name}`).join(', ');
  return `
    with chosen as (
      select r.incident_id, ${total} as total, ${selected} from report_index r where ${where}
      order by ${order} limit :limit::integer offset :offset::bigint
    ), written as (
      select shown.packed, ${keysOfPage}, c.total
      from chosen c cross join lateral (
        select (select row_to_json(s)::text from (select ${rowColumns}, ${keysOfPage}) s) as packed
        from report_index r where r.tenant_id = :tenant and r.incident_id = c.incident_id offset 0
      ) shown
    ), sized as (
      select w.*, count(*) over () as fetched, sum(octet_length(packed)) over (order by ${order}) as bytes from written w
    )
    select packed, fetched, total from sized where bytes <= ${BYTES_A_CALL} order by ${order}`;
}

const withoutKeys = (row: KeyedRow): SelectedRow =>
  Object.fromEntries(
    Object.entries(row).filter(([name]) => !name.startsWith('key_')),
  ) as unknown as SelectedRow;

const keysOf = ({ keys }: Ordering, row: KeyedRow): Position =>
  keys.map(({ type }, index) => {
    const key = row[`key_${index}`] ?? '';
    return type === 'timestamptz' ? toInstant(String(key)) : key;
  });

interface Window {
  readonly ordering: Ordering;
  readonly limit: number;
  readonly offset: number;
  readonly after: Position | undefined;
}

interface Rows {
  readonly rows: KeyedRow[];
  /** Of all that match, where finding the first of them took counting them. */
  readonly total: number | undefined;
}

/** Up to `limit` rows in as many calls as their size takes. */
async function readWindow(sql: Sql, tenantId: string, filter: PreparedFilter, window: Window): Promise<Rows> {
  const rows: KeyedRow[] = [];
  let total: number | undefined;
  let { after, offset } = window;
  for (let cut = true; cut;) {
    const where = toWhere(tenantId, filter, after === undefined ? [] : [beyond(window.ordering, after)]);
    const some = await sql.rows<PackedRow>(pageStatement(window.ordering, where.text), {
      ...where.values,
      limit: window.limit - rows.length,
      offset,
    });
    rows.push(...some.map(({ packed }) => JSON.parse(packed) as KeyedRow));
    total ??= some[0]?.total ?? undefined;
    cut = some.length < (some[0]?.fetched ?? 0);
    const last = rows.at(-1);
    if (last !== undefined) [after, offset] = [keysOf(window.ordering, last), 0];
  }
  return { rows, total };
}

export async function countReports(sql: Sql, tenantId: string, filter: PreparedFilter): Promise<number> {
  const where = toWhere(tenantId, filter);
  const [row] = await sql.rows<{ total: number }>(
    `select count(*) as total from report_index r where ${where.text}`,
    where.values,
  );
  return row?.total ?? 0;
}

export async function listReports(
  sql: Sql,
  tenantId: string,
  filter: PreparedFilter,
  query: PageQuery,
  order: ReportOrder,
): Promise<Page<ReportRow>> {
  const ordering = orderingOf(order, filter);
  const after = query.cursor === undefined ? undefined : positionOf(ordering, query.cursor);
  const offset = after === undefined ? (query.page - 1) * query.limit : 0;
  const reading = readWindow(sql, tenantId, filter, { ordering, limit: query.limit + 1, offset, after });
  const counting = ordering.isRanked && after === undefined ? undefined : countReports(sql, tenantId, filter);
  const [{ rows, total: ranked }, counted] = await Promise.all([reading, counting]);
  const total = counted ?? ranked ?? (await countReports(sql, tenantId, filter));
  const shown = rows.slice(0, query.limit);
  const last = rows.length > query.limit ? shown.at(-1) : undefined;
  const items = shown.map((row) => toReportRow(withoutKeys(row)));
  return last === undefined
    ? { items, total }
    : { items, total, nextCursor: encodeCursor(keysOf(ordering, last)) };
}

/**
 * Every report of the filter, newest first, `size` at a time, without counting them. The next ones are read while the
 * caller works on those it has.
 */
export async function* walkReports(
  sql: Sql,
  tenantId: string,
  filter: PreparedFilter,
  size: number,
  start?: Pick<ReportRow, 'event_at' | 'incident_id'>,
): AsyncGenerator<ReportRow[], void, undefined> {
  const ordering = orderings.newest;
  const read = (after: Position | undefined): Promise<Rows> =>
    readWindow(sql, tenantId, filter, { ordering, limit: size, offset: 0, after });
  let reading: Promise<Rows> | undefined = read(start && [start.event_at, start.incident_id]);
  while (reading !== undefined) {
    const { rows }: Rows = await reading;
    const last: KeyedRow | undefined = rows.length === size ? rows.at(-1) : undefined;
    reading = last && read(keysOf(ordering, last));
    // Whoever stops walking never asks for it; its failure is nobody's then.
    reading?.catch(() => undefined);
    if (rows.length > 0) yield rows.map((row) => toReportRow(withoutKeys(row)));
  }
}
