import type { Sql } from './client.ts';
import type { SqlValues } from './values.ts';

/**
 * The rows of a SELECT, each a JSON document, `together` of them in one record. The SDK reads a response value by value,
 * at some 5 µs each, which for a thousand rows of eight columns is more than the database and everything else together
 * take; a record may have 64 KB. Instants come in PostgreSQL's JSON form: pass them through `toInstant`.
 */
export const packedRows = <Row extends object>(
  sql: Sql,
  text: string,
  values: SqlValues,
  together: number,
): Promise<Row[]> => packedValues<Row>(sql, `select y as value from (${text}) y`, values, together);

/** The same of a SELECT of one column, `value`; a JSON array in it saves the names of the columns, row after row. */
export async function packedValues<Value>(
  sql: Sql,
  text: string,
  values: SqlValues,
  together: number,
): Promise<Value[]> {
  const records = await sql.rows<{ packed: Value[] }>(
    `select json_agg(value order by place) as packed
     from (select x.value, row_number() over () as place from (${text}) x) numbered
     group by (place - 1) / ${together} order by min(place)`,
    values,
  );
  return records.flatMap(({ packed }) => packed);
}

/** `2026-05-01T10:00:00.123456+00:00`, as JSON made by PostgreSQL has it, as ISO 8601 in UTC with milliseconds. */
export const toInstant = (text: string): string => new Date(text).toISOString();
