import type { Sql } from './client.ts';
import { list } from './statements.ts';

/**
 * Characters of a document that a row carries. At four bytes each, a page of 100 rows stays below the 1 MiB that a
 * response of the Data API may have, and each row far below its 64 KB.
 */
const CHUNK = 2_400;
const CHUNKS_A_CALL = 100;

/** A row whose document is one entry of a versions table, with the document's beginning. */
export interface DocumentHead {
  readonly owner: string;
  readonly id: string;
  readonly version: number;
  readonly length: number;
  readonly chunk: string;
}

/** `length` and `chunk` of a DocumentHead, for a select list. */
export const firstChunk = (document: string): string =>
  `length(${document}::text) as length, left(${document}::text, ${CHUNK}) as chunk`;

interface Chunk {
  owner: string;
  id: string;
  version: number;
  part: number;
  chunk: string;
}

const keyOf = ({ owner, id, version }: Pick<Chunk, 'owner' | 'id' | 'version'>): string =>
  JSON.stringify([owner, id, version]);

/** Versions are never rewritten, so the calls of one walk always see the same documents. */
async function restOf(
  sql: Sql,
  table: string,
  idColumn: string,
  heads: readonly DocumentHead[],
): Promise<Chunk[]> {
  const key = `v.tenant_id, v.${idColumn}, v.version`;
  const owners = list('owner', [...new Set(heads.map(({ owner }) => owner))]);
  const ids = list('id', [...new Set(heads.map(({ id }) => id))]);
  const versions = list('version', [...new Set(heads.map(({ version }) => version))]);
  const chunks: Chunk[] = [];
  let after: Pick<Chunk, 'owner' | 'id' | 'version' | 'part'> = { owner: '', id: '', version: 0, part: 0 };
  for (let full = true; full;) {
    const rows = await sql.rows<Chunk>(
      `select v.tenant_id as owner, v.${idColumn} as id, v.version, part,
         substr(d.body, part * ${CHUNK} + 1, ${CHUNK}) as chunk
       from ${table} v cross join lateral (select v.document::text as body offset 0) d
         cross join lateral generate_series(1, (length(d.body) - 1) / ${CHUNK}) part
       where v.tenant_id in (${owners.text}) and v.${idColumn} in (${ids.text}) and v.version in (${versions.text})
         and (${key}, part) > (:after_owner, :after_id, :after_version::integer, :after_part::integer)
       order by ${key}, part limit ${CHUNKS_A_CALL}`,
      {
        ...owners.values,
        ...ids.values,
        ...versions.values,
        after_owner: after.owner,
        after_id: after.id,
        after_version: after.version,
        after_part: after.part,
      },
    );
    chunks.push(...rows);
    after = rows.at(-1) ?? after;
    full = rows.length === CHUNKS_A_CALL;
  }
  return chunks;
}

/** The parsed documents of `heads`, in their order. `table` and `idColumn` are names of this code, never input. */
export async function readDocuments(
  sql: Sql,
  table: string,
  idColumn: string,
  heads: readonly DocumentHead[],
): Promise<Record<string, unknown>[]> {
  const long = heads.filter(({ length }) => length > CHUNK);
  const rest = long.length === 0 ? [] : await restOf(sql, table, idColumn, long);
  const byKey = Map.groupBy(rest, keyOf);
  return heads.map((head) => {
    const chunks = head.length > CHUNK ? (byKey.get(keyOf(head)) ?? []) : [];
    return JSON.parse(head.chunk + chunks.map(({ chunk }) => chunk).join('')) as Record<string, unknown>;
  });
}
