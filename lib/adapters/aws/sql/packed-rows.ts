import type { Sql } from './client.ts';
import type { SqlValues } from './values.ts';

/** Columns by how they travel. */
interface PackedColumns<Row> {
  /** Texts without commas and bars: ids, numbers, words of fixed lists; null comes as the empty text. */
  readonly plain?: readonly PackedColumn<Row>[];
  /** Anything, as JSON. Instants come in PostgreSQL's JSON form: pass them through `toInstant`. */
  readonly json: readonly PackedColumn<Row>[];
}
/** A name, or a name with an expression over the row `n` and its number `n.place`, from 1 on. */
type PackedColumn<Row> = (keyof Row & string) | readonly [keyof Row & string, expression: string];

const nameOf = <Row>(column: PackedColumn<Row>): string => (typeof column === 'string' ? column : column[0]);
const expressionOf = <Row>(column: PackedColumn<Row>): string =>
  typeof column === 'string' ? `n.${column}` : column[1];

/**
 * The rows of a SELECT, column by column: each record holds the lists of `together` rows, joined by bars, those in JSON
 * last. The SDK reads a response value by value, at some 5 µs each, which for a thousand rows of eight columns is more
 * than the database and everything else together take, and PostgreSQL writes plain lists in less than half the time of
 * JSON. A record may have 64 KB.
 */
export async function packedRows<Row extends object>(
  sql: Sql,
  { plain = [], json }: PackedColumns<Row>,
  text: string,
  values: SqlValues,
  together: number,
): Promise<Row[]> {
  const plainLists = ['n.place', ...plain.map(expressionOf)].map(
    (each) => `string_agg(coalesce((${each})::text, ''), ',')`,
  );
  const jsonLists = json.map((column) => `json_agg(${expressionOf(column)})`);
  const records = await sql.rows<{ packed: string }>(
    `select concat_ws('|', ${plainLists.join(', ')}, json_build_array(${jsonLists.join(', ')})::text) as packed
     from (select x.*, row_number() over () as place from (${text}) x) n group by (place - 1) / ${together}`,
    values,
  );
  const names = [...plain, ...json].map(nameOf);
  const rows: Record<string, unknown>[] = [];
  for (const { packed } of records) {
    const [places = [], ...lists] = unpack(packed, plain.length);
    for (const [at, place] of places.entries()) {
      const row: Record<string, unknown> = {};
      for (const [column, name] of names.entries()) row[name] = lists[column]?.[at];
      rows[Number(place) - 1] = row;
    }
  }
  return rows as Row[];
}

/** The numbers of the rows, then the lists, the plain ones first. */
function unpack(packed: string, plain: number): unknown[][] {
  const parts = packed.split('|');
  const json = JSON.parse(parts.slice(plain + 1).join('|')) as unknown[][];
  return [...parts.slice(0, plain + 1).map((list) => list.split(',')), ...json];
}

/** `2026-05-01T10:00:00.123456+00:00`, as JSON made by PostgreSQL has it, as ISO 8601 in UTC with milliseconds. */
export const toInstant = (text: string): string => new Date(text).toISOString();
