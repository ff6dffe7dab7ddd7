import { createHash } from 'node:crypto';

const md5 = (text: string): string => createHash('md5').update(text).digest('hex');

/**
 * The lexeme, as a tsquery, that search_scope() in the schema puts into every report of the tenant, or of its domain. It
 * spares the index the reports of others; the tenant's own predicate is what keeps them out.
 */
export const scopeOf = (tenantId: string, domainId: string | undefined): string =>
  `'~${md5(domainId === undefined ? tenantId : `${tenantId}/${domainId}`)}'`;
