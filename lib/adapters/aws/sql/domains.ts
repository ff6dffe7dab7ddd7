import type { Domain } from '../../../domain/domain.ts';
import type { DomainStore } from '../../../ports.ts';
import { makeCatalogue } from './catalogue.ts';
import type { CatalogueTables } from './catalogue.ts';
import type { Sql } from './client.ts';

const tables: CatalogueTables<Domain> = {
  kind: 'domain',
  heads: 'domains',
  versions: 'domain_versions',
  idColumn: 'domain_id',
  columns: {
    domain_name: { type: 'text', of: (domain) => domain.domain_name },
    timezone: { type: 'text', of: (domain) => domain.home.timezone },
  },
};

export function makeDomainStore(sql: Sql): DomainStore {
  const catalogue = makeCatalogue(sql, tables);
  return {
    list: (tenantId, query) => catalogue.list(tenantId, query, []),
    find: async (tenantId, domainId) => (await catalogue.findMany(tenantId, [domainId]))[0],
    insert: catalogue.insert,
    update: catalogue.update,
    remove: catalogue.remove,
    putInbuilt: catalogue.putInbuilt,
  };
}
