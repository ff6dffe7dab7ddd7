import { AppError, notFound, versionConflict } from '../../../errors.ts';
import { BUILT_IN, toDocument } from './catalogue-tables.ts';
import type { CatalogueTables, Versioned } from './catalogue-tables.ts';
import type { Sql } from './client.ts';
import { sqlJson } from './values.ts';
import type { SqlValues } from './values.ts';

/** The statements on a catalogue's tables, written once. */
function statementsOf<T>({ heads, versions, idColumn, columns }: CatalogueTables<T>) {
  const names = Object.keys(columns);
  const each = (toText: (name: string, type: string) => string): string =>
    names.map((name) => `, ${toText(name, columns[name]?.type ?? '')}`).join('');
  const headColumns = `tenant_id, ${idColumn}, is_inbuilt, version, created_at, updated_at, created_by${each((name) => name)}`;
  const versionColumns = `tenant_id, ${idColumn}, version, document, created_at, created_by`;
  const writeVersion = `insert into ${versions} (${versionColumns})
    select :tenant, :id, :version::integer, :document::json, :updated_at::timestamptz, :created_by from head`;

  const insert = `
    with head as (
      insert into ${heads} (${headColumns})
      select :tenant, :id, false, :version::integer, :created_at::timestamptz, :updated_at::timestamptz, :created_by
        ${each((name, type) => `:${name}::${type}`)}
      where not exists (select from ${heads} where tenant_id = '${BUILT_IN}' and ${idColumn} = :id)
      on conflict do nothing returning 1)
    ${writeVersion}`;

  const update = `
    with head as (
      update ${heads} set version = :version::integer, updated_at = :updated_at::timestamptz
        ${each((name, type) => `${name} = :${name}::${type}`)}
      where tenant_id = :tenant and ${idColumn} = :id and version = :version::integer - 1 and not is_inbuilt returning 1)
    ${writeVersion}`;

  const putInbuilt = `
    with given as (
      select * from json_to_recordset(:rows::json)
        as r(id text, created_at timestamptz, created_by text, document json${each((name, type) => `${name} ${type}`)})
    ), changed as (
      select given.*, coalesce(h.version, 0) + 1 as version from given
      left join ${heads} h on h.tenant_id = '${BUILT_IN}' and h.${idColumn} = given.id
      left join ${versions} v on v.tenant_id = h.tenant_id and v.${idColumn} = h.${idColumn} and v.version = h.version
      where v.document::text is distinct from given.document::text
    ), head as (
      insert into ${heads} (${headColumns})
      select '${BUILT_IN}', id, true, version, created_at, created_at, created_by${each((name) => name)} from changed
      on conflict (tenant_id, ${idColumn}) do update
        set version = excluded.version, updated_at = excluded.updated_at${each((name) => `${name} = excluded.${name}`)}
        where ${heads}.version < excluded.version
      returning ${idColumn} as id, version)
    insert into ${versions} (${versionColumns})
    select '${BUILT_IN}', changed.id, changed.version, changed.document, changed.created_at, changed.created_by
    from changed join head using (id, version)`;

  const remove = `delete from ${heads} where tenant_id = :tenant and ${idColumn} = :id and not is_inbuilt`;
  const version = `select version from ${heads} where tenant_id = :tenant and ${idColumn} = :id`;
  return { insert, update, putInbuilt, remove, version };
}

/**
 * A change is one statement: the head moves only when it still has the version before, and the new version's document
 * is written only when the head moved. No statement but `putInbuilt` ever matches what is built in.
 */
export function makeCatalogueWrites<T extends Versioned>(sql: Sql, tables: CatalogueTables<T>) {
  const { kind, idColumn, columns } = tables;
  const statements = statementsOf(tables);
  const ownColumns = (record: T): SqlValues =>
    Object.fromEntries(Object.entries(columns).map(([name, { of }]) => [name, of(record)]));

  const parameters = (tenantId: string, record: T): SqlValues => ({
    tenant: tenantId,
    id: record.id,
    version: record.version,
    created_at: record.created_at,
    updated_at: record.updated_at,
    created_by: record.created_by,
    document: sqlJson(toDocument(record, idColumn)),
    ...ownColumns(record),
  });

  const insert = async (tenantId: string, record: T): Promise<void> => {
    const written = await sql.run(statements.insert, parameters(tenantId, record));
    if (written === 0) throw new AppError('CONFLICT', `There already is a ${kind} with the id ${record.id}.`);
  };

  const update = async (tenantId: string, record: T): Promise<void> => {
    const written = await sql.run(statements.update, parameters(tenantId, record));
    if (written > 0) return;
    const [current] = await sql.rows<{ version: number }>(statements.version, {
      tenant: tenantId,
      id: record.id,
    });
    throw current === undefined ? notFound(kind, record.id) : versionConflict(current.version);
  };

  const remove = async (tenantId: string, id: string): Promise<boolean> =>
    (await sql.run(statements.remove, { tenant: tenantId, id })) > 0;

  const putInbuilt = (records: readonly T[]): Promise<number> => {
    const rows = records.map((record) => ({
      ...ownColumns(record),
      id: record.id,
      created_at: record.created_at,
      created_by: record.created_by,
      document: toDocument(record, idColumn),
    }));
    return sql.run(statements.putInbuilt, { rows: sqlJson(rows) });
  };

  return { insert, update, remove, putInbuilt };
}
