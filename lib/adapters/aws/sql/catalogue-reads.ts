import type { Page, PageQuery } from '../../../domain/page.ts';
import { BUILT_IN } from './catalogue-tables.ts';
import type { CatalogueTables, Versioned } from './catalogue-tables.ts';
import type { Sql } from './client.ts';
import { firstChunk, readDocuments } from './documents.ts';
import type { DocumentHead } from './documents.ts';
import { and, list, newestFirst, toPage } from './statements.ts';
import type { Fragment } from './statements.ts';

interface HeadRow extends DocumentHead {
  created_at: string;
  updated_at: string;
  created_by: string;
}

export interface VersionRow<T> {
  version: number;
  created_at: string;
  created_by: string;
  record: T;
}

const PAGE = 100;
const NEWEST = 2 ** 31 - 1;

const pagesOf = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / PAGE) }, (_, index) =>
    items.slice(index * PAGE, (index + 1) * PAGE),
  );

const visible = `h.tenant_id in (:tenant, '${BUILT_IN}')`;
const headColumns = (
  idColumn: string,
): string => `h.tenant_id as owner, h.${idColumn} as id, v.version, h.created_at,
  v.created_at as updated_at, h.created_by, ${firstChunk('v.document')}`;

/** Heads with the beginning of their current documents. */
const currentOf = ({ heads, versions, idColumn }: CatalogueTables<never>): string =>
  `select ${headColumns(idColumn)} from ${heads} h join ${versions} v using (tenant_id, ${idColumn}, version)`;

/** Turns heads into whole records, in their order. */
function makeAssembly<T extends Versioned>(sql: Sql, { versions, idColumn }: CatalogueTables<T>) {
  const toRecord = (head: HeadRow, document: Record<string, unknown>): T =>
    ({
      [idColumn]: head.id,
      ...document,
      id: head.id,
      is_inbuilt: head.owner === BUILT_IN,
      version: head.version,
      created_at: head.created_at,
      updated_at: head.updated_at,
      created_by: head.created_by,
    }) as unknown as T;

  return async (rows: readonly HeadRow[]): Promise<{ head: HeadRow; record: T }[]> => {
    const documents = await readDocuments(sql, versions, idColumn, rows);
    return rows.map((head, index) => ({ head, record: toRecord(head, documents[index] ?? {}) }));
  };
}

/** What a tenant sees: its own records and those that are built in. */
export function makeCatalogueReads<T extends Versioned>(sql: Sql, tables: CatalogueTables<T>) {
  const { heads, versions, idColumn } = tables;
  const assemble = makeAssembly(sql, tables);
  const current = currentOf(tables);

  const readList = async (
    tenantId: string,
    query: PageQuery,
    where: readonly Fragment[],
  ): Promise<Page<T>> => {
    const { after, tail } = newestFirst(query, 'h.created_at', `h.${idColumn}`);
    const filter = and([{ text: visible, values: { tenant: tenantId } }, ...where]);
    const rows = await sql.rows<HeadRow & { total: number }>(
      `select total.total, page.* from (select count(*) as total from ${heads} h where ${filter.text}) total
       left join (${current} where ${filter.text} and ${after.text} ${tail.text}) page on true
       order by page.created_at desc, page.id desc`,
      { ...filter.values, ...after.values, ...tail.values },
    );
    const found = rows.filter(({ id }) => (id as string | null) !== null);
    const position = (row: HeadRow): unknown => [row.created_at, row.id];
    const page = toPage(found, rows[0]?.total ?? 0, query, (row) => row, position);
    return { ...page, items: (await assemble(page.items)).map(({ record }) => record) };
  };

  /** A tenant's own record comes before a built-in one of the same id. */
  const findMany = async (tenantId: string, ids: readonly string[]): Promise<T[]> => {
    const found: HeadRow[] = [];
    for (const some of pagesOf([...new Set(ids)])) {
      const { text, values } = list('id', some);
      const rows = await sql.rows<HeadRow>(
        `select distinct on (id) * from (${current} where ${visible} and h.${idColumn} in (${text})) found
         order by id, owner = '${BUILT_IN}'`,
        { tenant: tenantId, ...values },
      );
      found.push(...rows);
    }
    return (await assemble(found)).map(({ record }) => record);
  };

  /** All versions, newest first, or the one asked for. */
  const readVersions = async (tenantId: string, id: string, version?: number): Promise<VersionRow<T>[]> => {
    const all: VersionRow<T>[] = [];
    for (let before = NEWEST, full = true; full;) {
      const rows = await sql.rows<HeadRow & { author: string }>(
        `select ${headColumns(idColumn)}, v.created_by as author
         from ${heads} h join ${versions} v using (tenant_id, ${idColumn})
         where ${visible} and h.${idColumn} = :id and v.version < :before::integer
           and v.version = coalesce(:version::integer, v.version)
         order by v.version desc limit ${PAGE}`,
        { tenant: tenantId, id, before, version },
      );
      const authors = new Map(rows.map((row) => [row.version, row.author]));
      for (const { head, record } of await assemble(rows))
        all.push({
          version: head.version,
          created_at: head.updated_at,
          created_by: authors.get(head.version) ?? head.created_by,
          record,
        });
      before = rows.at(-1)?.version ?? 0;
      full = rows.length === PAGE;
    }
    return all;
  };

  return { list: readList, findMany, versions: readVersions };
}
