import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeAgentStore } from '../../../lib/adapters/aws/sql/agents.ts';
import { makeDomainStore } from '../../../lib/adapters/aws/sql/domains.ts';
import { makeTeamStore } from '../../../lib/adapters/aws/sql/teams.ts';
import { makeTenantStore } from '../../../lib/adapters/aws/sql/tenants.ts';
import type { Agent } from '../../../lib/domain/agent.ts';
import type { Domain, Playbook } from '../../../lib/domain/domain.ts';
import type { Page, PageQuery } from '../../../lib/domain/page.ts';
import type { Team } from '../../../lib/domain/team.ts';
import type { AgentStore, DomainStore, TeamStore, TenantStore } from '../../../lib/ports/relational.ts';
import { startMigratedDatabase } from '../../support/database.ts';
import type { TestDatabase } from '../../support/database.ts';

let database: TestDatabase;
let agents: AgentStore;
let domains: DomainStore;
let teams: TeamStore;
let tenants: TenantStore;

beforeAll(async () => {
  database = await startMigratedDatabase();
  agents = makeAgentStore(database.sql);
  domains = makeDomainStore(database.sql);
  teams = makeTeamStore(database.sql);
  tenants = makeTenantStore(database.sql);
  for (const tenantId of ['acme', 'other', 'walks', 'big'])
    await tenants.ensure({ tenantId, userId: 'u1', username: 'Una', role: 'admin' });
}, 60_000);
afterAll(() => database.close());

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const firstPage = { page: 1, limit: 20 };

const agent = (id: string, overrides: Partial<Agent> = {}): Agent => ({
  id,
  agent_id: id,
  agent_name: `Agent ${id}`,
  agent_class: 'ingestion',
  system_prompt: 'Find the place.',
  tools: ['location_service'],
  agent_dependencies: [],
  max_output_keys: 5,
  output_schema: { type: 'object', properties: { zone: { type: 'string' }, a: { type: 'number' } } },
  description: '',
  enabled: true,
  model: null,
  is_inbuilt: false,
  version: 1,
  created_at: at(0),
  updated_at: at(0),
  created_by: 'u1',
  ...overrides,
});

const playbook = (...nodes: string[]): Playbook => ({ agent_execution_graph: { nodes, edges: [] } });
const domain = (id: string, overrides: Partial<Domain> = {}): Domain => ({
  id,
  domain_id: id,
  domain_name: `Domain ${id}`,
  description: '',
  ingestion_playbook: playbook(),
  query_playbook: playbook(),
  management_playbook: playbook(),
  places: [],
  home: { timezone: 'Asia/Kolkata' },
  categories: [],
  redact_pii: false,
  is_inbuilt: false,
  version: 1,
  created_at: at(0),
  updated_at: at(0),
  created_by: 'u1',
  ...overrides,
});

const team = (id: string, overrides: Partial<Team> = {}): Team => ({
  id,
  team_id: id,
  team_name: `Team ${id}`,
  aliases: ['the crew'],
  members: ['u1'],
  created_at: at(0),
  updated_at: at(0),
  created_by: 'u1',
  ...overrides,
});

describe('agents', () => {
  it('come back as they were written, with their properties in the order given', async () => {
    const written = agent('agt_1', { system_prompt: `${'é𝒳"\\\n'.repeat(3_000)}end` });
    await agents.insert('acme', written);
    const found = await agents.find('acme', 'agt_1');
    expect(found).toEqual(written);
    expect(Object.keys(found?.output_schema['properties'] as object)).toEqual(['zone', 'a']);
  });

  it('are not there for another tenant, neither to read nor to write', async () => {
    await agents.insert('acme', agent('agt_mine'));
    expect(await agents.find('other', 'agt_mine')).toBeUndefined();
    expect(await agents.findMany('other', ['agt_mine'])).toEqual([]);
    expect((await agents.list('other', firstPage)).items).toEqual([]);
    expect(await agents.listVersions('other', 'agt_mine')).toEqual([]);
    expect(await agents.findVersion('other', 'agt_mine', 1)).toBeUndefined();
    await expect(agents.update('other', agent('agt_mine', { version: 2 }))).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    expect(await agents.remove('other', 'agt_mine')).toBe(false);
    expect((await agents.find('acme', 'agt_mine'))?.version).toBe(1);
  });

  it('refuse an id that is taken', async () => {
    await agents.insert('acme', agent('agt_twice'));
    await expect(agents.insert('acme', agent('agt_twice'))).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('let one of several writers of the same version win', async () => {
    await agents.insert('acme', agent('agt_race'));
    const writers = Array.from({ length: 8 }, (_, index) =>
      agents.update('acme', agent('agt_race', { version: 2, agent_name: `Writer ${index}` })),
    );
    const outcomes = await Promise.allSettled(writers);
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'VERSION_CONFLICT' });
    expect((await agents.listVersions('acme', 'agt_race')).map(({ version }) => version)).toEqual([2, 1]);
  });

  it('keep every version as it was', async () => {
    await agents.insert('acme', agent('agt_v'));
    await agents.update('acme', agent('agt_v', { version: 2, system_prompt: 'Changed.', updated_at: at(5) }));
    expect(await agents.findVersion('acme', 'agt_v', 1)).toEqual({
      agent_id: 'agt_v',
      version: 1,
      created_at: at(0),
      created_by: 'u1',
      agent: agent('agt_v'),
    });
    expect((await agents.find('acme', 'agt_v'))?.system_prompt).toBe('Changed.');
    expect(await agents.findVersion('acme', 'agt_v', 3)).toBeUndefined();
  });

  it('can be filtered by class and by whether they are enabled', async () => {
    await agents.insert('walks', agent('agt_q', { agent_class: 'query' }));
    await agents.insert('walks', agent('agt_off', { enabled: false }));
    const ids = async (query: Parameters<AgentStore['list']>[1]) =>
      (await agents.list('walks', query)).items.map(({ id }) => id);
    expect(await ids({ ...firstPage, agent_class: 'query' })).toEqual(['agt_q']);
    expect(await ids({ ...firstPage, enabled: false })).toEqual(['agt_off']);
    expect(await ids({ ...firstPage, enabled: true, agent_class: 'ingestion' })).toEqual([]);
  });

  it('name who uses them', async () => {
    await agents.insert('acme', agent('agt_used'));
    await agents.insert('acme', agent('agt_user', { agent_dependencies: ['agt_used'] }));
    await domains.insert('acme', domain('with_agent', { management_playbook: playbook('agt_used') }));
    expect(await agents.findUsers('acme', 'agt_used')).toEqual({
      agents: ['agt_user'],
      domains: ['with_agent'],
    });
    expect(await agents.findUsers('other', 'agt_used')).toEqual({ agents: [], domains: [] });
  });
});

describe('what is built in', () => {
  const builtIn = [agent('builtin-a', { is_inbuilt: true }), agent('builtin-b', { is_inbuilt: true })];

  it('changes only when its content does', async () => {
    expect(await agents.putInbuilt(builtIn)).toBe(2);
    expect(
      await agents.putInbuilt(builtIn.map((each) => ({ ...each, created_at: at(9), updated_at: at(9) }))),
    ).toBe(0);
    expect(await agents.putInbuilt([agent('builtin-a', { description: 'new' })])).toBe(1);
    expect(await agents.find('acme', 'builtin-a')).toMatchObject({
      version: 2,
      description: 'new',
      is_inbuilt: true,
    });
  });

  it('is read by every tenant and written by none', async () => {
    await agents.putInbuilt(builtIn);
    for (const tenantId of ['acme', 'other', '_builtin', '']) {
      expect(await agents.find(tenantId, 'builtin-b')).toMatchObject({ is_inbuilt: true });
      await expect(agents.update(tenantId, agent('builtin-b', { version: 2 }))).rejects.toBeDefined();
      expect(await agents.remove(tenantId, 'builtin-b')).toBe(false);
    }
    expect(await agents.find('acme', 'builtin-b')).toMatchObject({ version: 1 });
  });

  it('takes its ids', async () => {
    await domains.putInbuilt([domain('civic_complaints', { is_inbuilt: true })]);
    await expect(domains.insert('acme', domain('civic_complaints'))).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });

  it('cannot be forged through a reserved tenant', async () => {
    const forger = { tenantId: '_builtin', userId: 'u', username: 'u', role: 'admin' } as const;
    await expect(tenants.ensure(forger)).rejects.toMatchObject({ code: 'FORBIDDEN' });
    await expect(agents.insert('_builtin', agent('agt_forged'))).rejects.toMatchObject({ code: 'CONFLICT' });
  });
});

describe('domains', () => {
  it('may be larger than a row and a response of the Data API', async () => {
    const places = Array.from({ length: 300 }, (_, index) => ({
      name: `Place ${index} ${'ü'.repeat(150)}`,
      aliases: [`alias "${index}"`],
      lon: index / 10,
      lat: 1.5,
      polygon: Array.from({ length: 30 }, (__, step): [number, number] => [
        index / 10 + step / 1e3,
        1 + step / 7,
      ]),
    }));
    const large = Array.from({ length: 4 }, (_, index) =>
      domain(`large_${index}`, { places, created_at: at(index) }),
    );
    for (const each of large) await domains.insert('big', each);
    expect(JSON.stringify(large).length).toBeGreaterThan(1_048_576);
    const page = await domains.list('big', firstPage);
    const own = page.items.filter(({ is_inbuilt }) => !is_inbuilt);
    expect(own).toEqual(large.toReversed());
  }, 30_000);

  it('are unique in their tenant only', async () => {
    await domains.insert('acme', domain('shared_name'));
    await domains.insert('other', domain('shared_name', { domain_name: 'Of the other' }));
    expect((await domains.find('acme', 'shared_name'))?.domain_name).toBe('Domain shared_name');
    expect(await domains.remove('other', 'shared_name')).toBe(true);
    expect(await domains.find('acme', 'shared_name')).toBeDefined();
  });
});

describe('teams', () => {
  it('are written, read, changed and removed inside their tenant', async () => {
    await teams.insert('acme', team('roads'));
    await expect(teams.insert('acme', team('roads'))).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(await teams.find('acme', 'roads')).toEqual(team('roads'));
    expect(await teams.find('other', 'roads')).toBeUndefined();
    expect(await teams.update('other', team('roads', { team_name: 'Stolen' }))).toBe(false);
    expect(await teams.update('acme', team('roads', { team_name: 'Road works' }))).toBe(true);
    expect((await teams.all('acme')).map(({ team_name }) => team_name)).toEqual(['Road works']);
    expect(await teams.remove('other', 'roads')).toBe(false);
    expect(await teams.remove('acme', 'roads')).toBe(true);
    expect(await teams.remove('acme', 'roads')).toBe(false);
  });

  it('of other tenants are in no list and no total', async () => {
    await teams.insert('acme', team('ours'));
    await teams.insert('other', team('theirs'));
    expect((await teams.all('acme')).map(({ id }) => id)).toEqual(['ours']);
    const page = await teams.list('acme', firstPage);
    expect(page.items.map(({ id }) => id)).toEqual(['ours']);
    expect(page.total).toBe(1);
  });

  it('with the most members there may be fit into lists', async () => {
    const members = Array.from({ length: 500 }, (_, index) => `${'m'.repeat(195)}${index}`);
    for (let index = 0; index < 15; index++) await teams.insert('big', team(`team-${index}`, { members }));
    expect((await teams.list('big', firstPage)).items).toHaveLength(15);
  }, 30_000);
});

describe('tenants', () => {
  it('know their users as they were last seen', async () => {
    const user = { tenantId: 'fresh', userId: 'u9', username: 'before', role: 'member' } as const;
    await Promise.all(Array.from({ length: 5 }, () => tenants.ensure(user)));
    await tenants.ensure({ ...user, username: 'after', role: 'analyst' });
    await tenants.ensure({ ...user, tenantId: 'elsewhere', userId: 'u10' });
    expect(await tenants.listUsers('fresh')).toEqual([{ user_id: 'u9', username: 'after', role: 'analyst' }]);
  });
});

async function walk<T extends { id: string }>(
  list: (query: PageQuery) => Promise<Page<T>>,
  between: () => Promise<void>,
) {
  const seen: string[] = [];
  let cursor: string | undefined;
  do {
    const page: Page<T> = await list({ page: 1, limit: 7, cursor });
    seen.push(...page.items.map(({ id }) => id));
    cursor = page.nextCursor;
    await between();
  } while (cursor !== undefined);
  return seen;
}

describe('walks by cursor', () => {
  it('see every earlier record once while others are added', async () => {
    const earlier = Array.from({ length: 40 }, (_, index) => `agt_w${String(index).padStart(2, '0')}`);
    for (const [index, id] of earlier.entries())
      await agents.insert('walks', agent(id, { created_at: at(100 + Math.floor(index / 4)) }));
    let added = 0;
    const seen = await walk(
      (query) => agents.list('walks', query),
      () => agents.insert('walks', agent(`agt_x${added}`, { created_at: at(300 + added++) })),
    );
    expect(seen.filter((id) => id.startsWith('agt_w')).sort()).toEqual(earlier);
  });

  it('refuse a cursor that is none', async () => {
    for (const cursor of [
      'x',
      Buffer.from('[1,2]').toString('base64url'),
      Buffer.from('["a","b"]').toString('base64url'),
    ])
      await expect(agents.list('acme', { ...firstPage, cursor })).rejects.toMatchObject({
        code: 'INVALID_INPUT',
      });
  });

  it('and pages agree on the total, past the end too', async () => {
    const page = await agents.list('walks', { page: 1_000, limit: 100 });
    expect(page.items).toEqual([]);
    expect(page.total).toBe((await agents.list('walks', firstPage)).total);
  });
});
