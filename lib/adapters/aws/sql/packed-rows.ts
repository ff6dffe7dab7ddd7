import type { Sql } from './client.ts';
import type { SqlValues } from './values.ts';

type Name<Row> = keyof Row & string;

/**
 * The rows of a SELECT, column by column: each record holds a JSON document of one list a column for `together` rows. The
 * SDK reads a response value by value, at some 5 µs each, which for a thousand rows of eight columns is more than the
 * database and everything else together take; lists of columns are also quicker to write for PostgreSQL than a document
 * a row. A record may have 64 KB. Instants come in PostgreSQL's JSON form: pass them through `toInstant`. A column is a
 * name, or a name with an expression over the row `n` and its number `n.place`, from 1 on.
 */
export async function packedRows<Row extends object>(
  sql: Sql,
  columns: readonly (Name<Row> | readonly [Name<Row>, expression: string])[],
  text: string,
  values: SqlValues,
  together: number,
): Promise<Row[]> {
  const named = columns.map((column) =>
    typeof column === 'string' ? ([column, `n.${column}`] as const) : column,
  );
  const lists = ['n.place', ...named.map(([, expression]) => expression)].map((each) => `json_agg(${each})`);
  const records = await sql.rows<{ packed: [places: number[], ...columns: unknown[][]] }>(
    `select json_build_array(${lists.join(', ')}) as packed
     from (select x.*, row_number() over () as place from (${text}) x) n group by (place - 1) / ${together}`,
    values,
  );
  const rows: Record<string, unknown>[] = [];
  for (const { packed } of records) {
    const [places, ...valuesOf] = packed;
    for (const [at, place] of places.entries()) {
      const row: Record<string, unknown> = {};
      for (const [column, [name]] of named.entries()) row[name] = valuesOf[column]?.[at];
      rows[place - 1] = row;
    }
  }
  return rows as Row[];
}

/** `2026-05-01T10:00:00.123456+00:00`, as JSON made by PostgreSQL has it, as ISO 8601 in UTC with milliseconds. */
export const toInstant = (text: string): string => new Date(text).toISOString();
