import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeAgentStore } from '../../../lib/adapters/aws/sql/agents.ts';
import { makeDomainStore } from '../../../lib/adapters/aws/sql/domains.ts';
import { systemClock } from '../../../lib/adapters/system/clock.ts';
import { makeSeedFiles } from '../../../lib/adapters/system/seed-files.ts';
import { playbookKinds } from '../../../lib/domain/domain.ts';
import type { SeedFiles } from '../../../lib/ports/relational.ts';
import { makeSeeding } from '../../../lib/services/seeding.ts';
import { silent, startMigratedDatabase } from '../../support/database.ts';
import type { TestDatabase } from '../../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startMigratedDatabase();
}, 60_000);
afterAll(() => database.close());

const shipped = makeSeedFiles(process.cwd());
const seedingOf = (files: SeedFiles) =>
  makeSeeding(files, makeAgentStore(database.sql), makeDomainStore(database.sql), systemClock, silent);
const everything = () =>
  database.sql.rows(
    `select 'agents' as t, xmin::text, ctid::text, agent_id as id from agents union all
     select 'agent_versions', xmin::text, ctid::text, agent_id from agent_versions union all
     select 'domains', xmin::text, ctid::text, domain_id from domains union all
     select 'domain_versions', xmin::text, ctid::text, domain_id from domain_versions order by 1, 4, 3`,
  );

/** The ids that contract.md fixes. */
const agentIds = [
  ...['geo', 'temporal', 'entity'].map((name) => `builtin-ingestion-${name}`),
  ...[
    'who',
    'what',
    'where',
    'when',
    'why',
    'how',
    'which',
    'how-many',
    'how-much',
    'from-where',
    'what-kind',
  ].map((name) => `builtin-query-${name}`),
  ...['task-assigner', 'status-updater', 'task-details-editor'].map((name) => `builtin-management-${name}`),
];

describe('seeding', () => {
  it('loads what is built in, and changes no row the second time', async () => {
    const first = await seedingOf(shipped).seed();
    expect(first.agents).toEqual({ inserted: agentIds.length, updated: 0, unchanged: 0 });
    expect(first.domains).toEqual({ inserted: 3, updated: 0, unchanged: 0 });
    const before = await everything();
    expect(await seedingOf(shipped).seed()).toEqual({
      agents: { inserted: 0, updated: 0, unchanged: agentIds.length },
      domains: { inserted: 0, updated: 0, unchanged: 3 },
    });
    expect(await everything()).toEqual(before);
  });

  it('leaves agents and domains that any tenant can read and use', async () => {
    const agents = makeAgentStore(database.sql);
    const found = await agents.findMany('any', agentIds);
    expect(found.map(({ agent_id }) => agent_id).toSorted()).toEqual(agentIds.toSorted());
    expect(found.every((agent) => agent.is_inbuilt && agent.created_by === 'system')).toBe(true);
    for (const id of ['civic_complaints', 'disaster_response', 'agriculture']) {
      const domain = await makeDomainStore(database.sql).find('any', id);
      expect(domain?.categories.length).toBeGreaterThan(0);
      for (const kind of playbookKinds)
        for (const node of domain![kind].agent_execution_graph.nodes) expect(agentIds).toContain(node);
    }
  });

  it('counts what an edited file changes', async () => {
    const agents = (await shipped.data('agents')) as object[];
    const edited: SeedFiles = {
      ...shipped,
      data: async (name) =>
        name === 'agents'
          ? [{ ...agents[0], description: 'edited' }, ...agents.slice(1)]
          : shipped.data(name),
    };
    expect((await seedingOf(edited).seed()).agents).toEqual({
      inserted: 0,
      updated: 1,
      unchanged: agentIds.length - 1,
    });
  });

  it('refuses a broken file, naming it and the place in it', async () => {
    const broken: SeedFiles = {
      ...shipped,
      data: (name) => (name === 'agents' ? Promise.resolve([{ agent_id: 'builtin-x' }]) : shipped.data(name)),
    };
    await expect(seedingOf(broken).seed()).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      message: expect.stringMatching(/agents\.json[^]*agent_name/),
    });
  });
});
