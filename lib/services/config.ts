import {
  configuration,
  toAgentDocument,
  toDomainDocument,
  toToolDocument,
  type Backup,
  type Configuration,
  type ImportPlan,
} from '../domain/configuration.ts';
import type { Page, PageQuery } from '../domain/page.ts';
import type { Principal } from '../domain/principal.ts';
import { AppError, notFound } from '../errors.ts';
import type { BlobStore } from '../ports/blobs.ts';
import type { ToolStore } from '../ports/limits.ts';
import type { AgentStore, DomainStore } from '../ports/relational.ts';
import type { Ids } from '../ports/world.ts';
import type { ConfigImport } from './config-import.ts';
import { paginationOf } from './listing.ts';

export interface ConfigPorts {
  agents: Pick<AgentStore, 'list'>;
  domains: Pick<DomainStore, 'list'>;
  tools: Pick<ToolStore, 'list'>;
  backups: BlobStore;
  importInto: ConfigImport;
  ids: Ids;
}

const PREFIX = 'configurations/';
const keyOf = (backupId: string): string => `${PREFIX}${backupId}.json`;
const BACKUP_KEY = /^configurations\/(bak_[0-9a-z]{26})\.json$/;
const BACKUP_ID = /^bak_[0-9a-z]{26}$/;

async function all<T>(list: (query: PageQuery) => Promise<Page<T>>): Promise<T[]> {
  const items: T[] = [];
  let cursor: string | undefined;
  do {
    const page = await list({ page: 1, limit: 100, cursor });
    items.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return items;
}

const isOwn = ({ is_inbuilt }: { is_inbuilt: boolean }): boolean => !is_inbuilt;
const inOrder =
  <T>(idOf: (item: T) => string) =>
  (a: T, b: T): number =>
    idOf(a) < idOf(b) ? -1 : 1;

/** A tenant's whole configuration: out as one document, in as one document, kept as backups. */
export function makeConfig({ agents, domains, tools, backups, importInto, ids }: ConfigPorts) {
  /** The same configuration gives the same text. */
  const exportAll = async ({ tenantId }: Principal): Promise<Configuration> => {
    const [allAgents, allDomains, allTools] = await Promise.all([
      all((query) => agents.list(tenantId, query)),
      all((query) => domains.list(tenantId, query)),
      tools.list(tenantId),
    ]);
    return {
      format: 'domainflow/1',
      agents: allAgents
        .filter(isOwn)
        .map(toAgentDocument)
        .sort(inOrder(({ agent_id }) => agent_id)),
      domains: allDomains
        .filter(isOwn)
        .map(toDomainDocument)
        .sort(inOrder(({ domain_id }) => domain_id)),
      tools: allTools.map(toToolDocument).sort(inOrder(({ tool_name }) => tool_name)),
    };
  };

  return {
    export: exportAll,
    import: (principal: Principal, document: Configuration, dryRun: boolean): Promise<ImportPlan> =>
      importInto(principal, document, dryRun),

    async backUp(principal: Principal): Promise<Backup & { message: string }> {
      const { tenantId } = principal;
      const body = JSON.stringify(await exportAll(principal));
      const backup_id = ids.next('bak');
      await backups.put(tenantId, keyOf(backup_id), body, 'application/json');
      const [written] = await backups.list(tenantId, keyOf(backup_id));
      if (written === undefined)
        throw new AppError('UNAVAILABLE', 'The backup was not found after it was written.');
      const { bytes, created_at } = written;
      return { backup_id, bytes, created_at, message: 'The configuration was backed up.' };
    },

    /** Newest first: ids are ordered by time. */
    async backups({ tenantId }: Principal, query: PageQuery) {
      const stored = (await backups.list(tenantId, PREFIX)).flatMap(({ key, ...rest }): Backup[] => {
        const backup_id = BACKUP_KEY.exec(key)?.[1];
        return backup_id === undefined ? [] : [{ backup_id, ...rest }];
      });
      stored.sort(inOrder(({ backup_id }) => backup_id)).reverse();
      const items = stored.slice((query.page - 1) * query.limit, query.page * query.limit);
      return { backups: items, pagination: paginationOf({ items, total: stored.length }, query) };
    },

    /** Brings back what the backup holds; what was made since stays. */
    async restore(principal: Principal, backupId: string): Promise<ImportPlan> {
      const isId = BACKUP_ID.test(backupId);
      const body = isId ? await backups.get(principal.tenantId, keyOf(backupId)) : undefined;
      if (body === undefined) throw notFound('backup', backupId);
      return importInto(principal, configuration.parse(JSON.parse(body)), false);
    },

    /** The earlier system kept agents, domains and tools under one path. */
    retired(path: string): never {
      const successor = successorOf(path);
      throw new AppError('GONE', `${path} is retired; use ${successor} instead.`, { data: { successor } });
    },
  };
}

const successors: readonly (readonly [pattern: RegExp, successor: string])[] = [
  [/agent/i, '/api/v1/agents'],
  [/domain|playbook|template/i, '/api/v1/domains'],
  [/tool/i, '/api/v1/tools'],
];
const successorOf = (path: string): string =>
  successors.find(([pattern]) => pattern.test(path))?.[1] ??
  '/api/v1/agents, /api/v1/domains or /api/v1/tools';
