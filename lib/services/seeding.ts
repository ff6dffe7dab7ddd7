import * as z from 'zod';
import { agentInput } from '../domain/agent.ts';
import type { Agent } from '../domain/agent.ts';
import { domain, domainInput } from '../domain/domain.ts';
import type { Domain, DomainInput } from '../domain/domain.ts';
import { toObjectSchema } from '../domain/json-schema.ts';
import { AppError } from '../errors.ts';
import type { AgentStore, DomainStore, SeedFiles } from '../ports/relational.ts';
import type { Clock, Log } from '../ports/world.ts';

export interface SeedCount {
  inserted: number;
  updated: number;
  unchanged: number;
}
export interface Seeded {
  agents: SeedCount;
  domains: SeedCount;
}

export interface Seeding {
  /** Loads the built-in agents and domains. Repeating it changes nothing. Throws INVALID_INPUT naming file and path. */
  seed(): Promise<Seeded>;
}

/** Nobody's tenant, so the whole store answers with what is built in only. */
const NOBODY = '';
const AUTHOR = 'system';

const builtInAgent = agentInput.extend({ agent_id: z.string().regex(/^builtin-[a-z-]+$/) });

interface Store<T> {
  findMany(tenantId: string, ids: readonly string[]): Promise<T[]>;
  putInbuilt(records: readonly T[]): Promise<number>;
}

function parse<T>(name: string, schema: z.ZodType<T>, data: unknown): T {
  const parsed = schema.safeParse(data);
  if (parsed.success) return parsed.data;
  throw new AppError('INVALID_INPUT', `seed/data/${name}.json: ${z.prettifyError(parsed.error)}`);
}

const vocabulary = z.record(
  z.string(),
  domain.pick({ categories: true, home: true, places: true }).partial(),
);
const unknownList = z.array(z.looseObject({ domain_id: z.string() }));

/** Playbooks and names come from `domains`, what a domain's texts are about from `vocabulary`. */
async function readDomainInputs(files: SeedFiles): Promise<DomainInput[]> {
  const words = parse('vocabulary', vocabulary, await files.data('vocabulary'));
  const given = parse('domains', unknownList, await files.data('domains'));
  const merged = given.map((entry) => ({ ...entry, ...words[entry.domain_id] }));
  return parse('domains', z.array(domainInput), merged);
}

async function put<T extends { id: string }>(store: Store<T>, records: readonly T[]): Promise<SeedCount> {
  const before = await store.findMany(
    NOBODY,
    records.map(({ id }) => id),
  );
  const changed = await store.putInbuilt(records);
  const inserted = records.length - before.length;
  return { inserted, updated: changed - inserted, unchanged: records.length - changed };
}

export function makeSeeding(
  files: SeedFiles,
  agents: AgentStore,
  domains: DomainStore,
  clock: Clock,
  log: Log,
): Seeding {
  const stamp = (id: string) => {
    const now = clock.now().toISOString();
    return { id, created_at: now, updated_at: now, created_by: AUTHOR, version: 1, is_inbuilt: true };
  };

  const readAgents = async (): Promise<Agent[]> =>
    parse('agents', z.array(builtInAgent), await files.data('agents')).map((input) => ({
      ...input,
      output_schema: toObjectSchema(input.output_schema),
      model: input.model ?? null,
      ...stamp(input.agent_id),
    }));
  const readDomains = async (): Promise<Domain[]> =>
    (await readDomainInputs(files)).map((input) => ({ ...input, ...stamp(input.domain_id) }));

  const domainsById: Store<Domain> = {
    putInbuilt: (records) => domains.putInbuilt(records),
    findMany: async (tenantId, ids) =>
      (await Promise.all(ids.map((id) => domains.find(tenantId, id)))).filter((found) => found !== undefined),
  };

  return {
    seed: async () => {
      const [builtInAgents, builtInDomains] = [await readAgents(), await readDomains()];
      const counts = {
        agents: await put(agents, builtInAgents),
        domains: await put(domainsById, builtInDomains),
      };
      log.info('seeded', { ...counts });
      return counts;
    },
  };
}
