import type { Page, PageQuery } from '../../../domain/page.ts';
import type { Metadata } from '../../../domain/metadata.ts';
import { AppError, notFound, versionConflict } from '../../../errors.ts';
import type { Sql } from './client.ts';
import { firstChunk, readDocuments } from './documents.ts';
import type { DocumentHead } from './documents.ts';
import { and, list, newestFirst, toPage } from './statements.ts';
import type { Fragment } from './statements.ts';
import { sqlJson } from './values.ts';
import type { SqlValue, SqlValues } from './values.ts';

/** Owner of what is built in. A row is built in exactly when this is its tenant: the schema says so. */
const BUILT_IN = '_builtin';

/** A record with versions that tenants configure: agents, domains. */
export interface Versioned extends Metadata {
  version: number;
  is_inbuilt: boolean;
}

export interface CatalogueTables<T> {
  readonly kind: string;
  readonly heads: string;
  readonly versions: string;
  readonly idColumn: string;
  /** Columns of the head that hold a field of the document once more: SQL type and value. */
  readonly columns: Readonly<Record<string, { type: string; of: (record: T) => SqlValue }>>;
}

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

export interface Catalogue<T> {
  list: (tenantId: string, query: PageQuery, where: readonly Fragment[]) => Promise<Page<T>>;
  findMany: (tenantId: string, ids: readonly string[]) => Promise<T[]>;
  insert: (tenantId: string, record: T) => Promise<void>;
  update: (tenantId: string, record: T) => Promise<void>;
  remove: (tenantId: string, id: string) => Promise<boolean>;
  versions: (tenantId: string, id: string, version?: number) => Promise<VersionRow<T>[]>;
  putInbuilt: (records: readonly T[]) => Promise<number>;
}

/** What the head's own columns hold is left out of the document. */
function toDocument(record: Versioned, idColumn: string): Record<string, unknown> {
  const { id, version, is_inbuilt, created_at, updated_at, created_by, ...rest } = record;
  return Object.fromEntries(Object.entries(rest).filter(([key]) => key !== idColumn));
}

const PAGE = 100;
const chunksOf = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / PAGE) }, (_, index) =>
    items.slice(index * PAGE, (index + 1) * PAGE),
  );

/**
 * Heads and immutable versions in two tables. A change is one statement: the head moves only when it still has the
 * version before, and the new version's document is written only when the head moved.
 */
export function makeCatalogue<T extends Versioned>(sql: Sql, tables: CatalogueTables<T>): Catalogue<T> {
  const { heads, versions, idColumn, columns } = tables;
  const extra = Object.keys(columns);
  const visible = "h.tenant_id in (:tenant, '_builtin')";

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

  const toRecords = async (rows: readonly HeadRow[]): Promise<T[]> => {
    const documents = await readDocuments(sql, versions, idColumn, rows);
    return rows.map((row, index) => toRecord(row, documents[index] ?? {}));
  };

  const headColumns = `h.tenant_id as owner, h.${idColumn} as id, v.version, h.created_at, v.created_at as updated_at,
    h.created_by, ${firstChunk('v.document')}`;
  const current = `${heads} h join ${versions} v using (tenant_id, ${idColumn}, version)`;

  const parameters = (tenantId: string, record: T): SqlValues => ({
    tenant: tenantId,
    id: record.id,
    version: record.version,
    created_at: record.created_at,
    updated_at: record.updated_at,
    created_by: record.created_by,
    document: sqlJson(toDocument(record, idColumn)),
    ...Object.fromEntries(extra.map((name) => [name, columns[name]?.of(record)])),
  });
  const columnList = extra.map((name) => `, ${name}`).join('');
  const valueList = extra.map((name) => `, :${name}::${columns[name]?.type ?? ''}`).join('');
  const assignments = extra.map((name) => `, ${name} = :${name}::${columns[name]?.type ?? ''}`).join('');
  const writeVersion = `insert into ${versions} (tenant_id, ${idColumn}, version, document, created_at, created_by)
    select :tenant, :id, :version::integer, :document::json, :updated_at::timestamptz, :created_by from head`;

  const currentVersion = async (tenantId: string, id: string): Promise<number | undefined> => {
    const text = `select version from ${heads} where tenant_id = :tenant and ${idColumn} = :id`;
    const [row] = await sql.rows<{ version: number }>(text, { tenant: tenantId, id });
    return row?.version;
  };

  return {
    list: async (tenantId, query, where) => {
      const { after, tail } = newestFirst(query, 'h.created_at', `h.${idColumn}`);
      const filter = and([{ text: visible, values: { tenant: tenantId } }, ...where]);
      const rows = await sql.rows<HeadRow & { total: number }>(
        `select total.total, page.* from (select count(*) as total from ${heads} h where ${filter.text}) total
         left join (select ${headColumns} from ${current} where ${filter.text} and ${after.text} ${tail.text}) page on true
         order by page.created_at desc, page.id desc`,
        { ...filter.values, ...after.values, ...tail.values },
      );
      const found = rows.filter(({ id }) => (id as string | null) !== null);
      const page = toPage(
        found,
        rows[0]?.total ?? 0,
        query,
        (row) => row,
        (row) => [row.created_at, row.id],
      );
      return { ...page, items: await toRecords(page.items) };
    },

    /** A tenant's own record comes before a built-in one of the same id. */
    findMany: async (tenantId, ids) => {
      const found: HeadRow[] = [];
      for (const some of chunksOf([...new Set(ids)])) {
        const { text, values } = list('id', some);
        found.push(
          ...(await sql.rows<HeadRow>(
            `select distinct on (h.${idColumn}) ${headColumns} from ${current}
             where ${visible} and h.${idColumn} in (${text}) order by h.${idColumn}, h.is_inbuilt`,
            { tenant: tenantId, ...values },
          )),
        );
      }
      return toRecords(found);
    },

    insert: async (tenantId, record) => {
      const written = await sql.run(
        `with head as (
           insert into ${heads} (tenant_id, ${idColumn}, is_inbuilt, version, created_at, updated_at, created_by${columnList})
           select :tenant, :id, false, :version::integer, :created_at::timestamptz, :updated_at::timestamptz, :created_by${valueList}
           where not exists (select from ${heads} where tenant_id = '_builtin' and ${idColumn} = :id)
           on conflict do nothing returning 1)
         ${writeVersion}`,
        parameters(tenantId, record),
      );
      if (written === 0)
        throw new AppError('CONFLICT', `There already is a ${tables.kind} with the id ${record.id}.`);
    },

    update: async (tenantId, record) => {
      const written = await sql.run(
        `with head as (
           update ${heads} set version = :version::integer, updated_at = :updated_at::timestamptz${assignments}
           where tenant_id = :tenant and ${idColumn} = :id and version = :version::integer - 1 and not is_inbuilt returning 1)
         ${writeVersion}`,
        parameters(tenantId, record),
      );
      if (written > 0) return;
      const version = await currentVersion(tenantId, record.id);
      throw version === undefined ? notFound(tables.kind, record.id) : versionConflict(version);
    },

    remove: async (tenantId, id) => {
      const text = `delete from ${heads} where tenant_id = :tenant and ${idColumn} = :id and not is_inbuilt`;
      return (await sql.run(text, { tenant: tenantId, id })) > 0;
    },

    versions: async (tenantId, id, version) => {
      const all: VersionRow<T>[] = [];
      for (let before = 2 ** 31 - 1, full = true; full;) {
        const rows = await sql.rows<HeadRow & { author: string }>(
          `select ${headColumns}, v.created_by as author from ${heads} h join ${versions} v using (tenant_id, ${idColumn})
           where ${visible} and h.${idColumn} = :id and v.version < :before::integer
             and v.version = coalesce(:version::integer, v.version)
           order by v.version desc limit ${PAGE}`,
          { tenant: tenantId, id, before, version },
        );
        const records = await toRecords(rows);
        const entries = rows.map((row, index) => ({ row, record: records[index] }));
        for (const { row, record } of entries)
          if (record)
            all.push({ version: row.version, created_at: row.updated_at, created_by: row.author, record });
        before = rows.at(-1)?.version ?? 0;
        full = rows.length === PAGE;
      }
      return all;
    },

    putInbuilt: async (records) => {
      const rows = records.map((record) => ({
        ...Object.fromEntries(extra.map((name) => [name, columns[name]?.of(record)])),
        id: record.id,
        created_at: record.created_at,
        created_by: record.created_by,
        document: toDocument(record, idColumn),
      }));
      return sql.run(
        `with given as (
           select * from json_to_recordset(:rows::json) as r(id text, created_at timestamptz, created_by text, document json
             ${extra.map((name) => `, ${name} ${columns[name]?.type ?? ''}`).join('')})
         ), changed as (
           select given.*, coalesce(h.version, 0) + 1 as version from given
           left join ${heads} h on h.tenant_id = '_builtin' and h.${idColumn} = given.id
           left join ${versions} v on v.tenant_id = h.tenant_id and v.${idColumn} = h.${idColumn} and v.version = h.version
           where v.document::text is distinct from given.document::text
         ), head as (
           insert into ${heads} (tenant_id, ${idColumn}, is_inbuilt, version, created_at, updated_at, created_by${columnList})
           select '_builtin', id, true, version, created_at, created_at, created_by${columnList} from changed
           on conflict (tenant_id, ${idColumn}) do update
             set version = excluded.version, updated_at = excluded.updated_at${extra.map((name) => `, ${name} = excluded.${name}`).join('')}
             where ${heads}.version < excluded.version
           returning ${idColumn} as id, version)
         insert into ${versions} (tenant_id, ${idColumn}, version, document, created_at, created_by)
         select '_builtin', changed.id, changed.version, changed.document, changed.created_at, changed.created_by
         from changed join head using (id, version)`,
        { rows: sqlJson(rows) },
      );
    },
  };
}
