import type { Domain } from '../../../domain/domain.ts';
import type { DomainStore } from '../../../ports/relational.ts';
import { makeCatalogueReads } from './catalogue-reads.ts';
import type { CatalogueTables } from './catalogue-tables.ts';
import { makeCatalogueWrites } from './catalogue-writes.ts';
import type { Sql } from './client.ts';

const tables: CatalogueTables<Domain> = {
  kind: 'domain',
  heads: 'domains',
  versions: 'domain_versions',
  idColumn: 'domain_id',
  columns: {
    domain_name: { type: 'text', of: (domain) => domain.domain_name },
    timezone: { type: 'text', of: (domain) => domain.home.timezone },
    language: { type: 'text', of: (domain) => domain.home.language ?? 'en' },
  },
};

export function makeDomainStore(sql: Sql): DomainStore {
  const reads = makeCatalogueReads(sql, tables);
  const writes = makeCatalogueWrites(sql, tables);
  return {
    list: (tenantId, query) => reads.list(tenantId, query, []),
    find: async (tenantId, domainId) => (await reads.findMany(tenantId, [domainId]))[0],
    insert: writes.insert,
    update: writes.update,
    remove: writes.remove,
    putInbuilt: writes.putInbuilt,
  };
}
