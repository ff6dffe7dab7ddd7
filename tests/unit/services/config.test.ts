import { beforeEach, describe, expect, it } from '@jest/globals';
import { makeToolStore } from '../../../lib/adapters/documents/tool-store.ts';
import { makeMemoryTables } from '../../../lib/adapters/memory/memory-table.ts';
import { makeSecretSealer } from '../../../lib/adapters/system/secret-sealer.ts';
import { systemClock } from '../../../lib/adapters/system/clock.ts';
import type { Agent } from '../../../lib/domain/agent.ts';
import type { Configuration } from '../../../lib/domain/configuration.ts';
import { builtinToolNames } from '../../../lib/domain/tool.ts';
import type { HttpToolRequest, ToolStore } from '../../../lib/ports/limits.ts';
import type { AgentStore, DomainStore } from '../../../lib/ports/relational.ts';
import { makeConfigImport } from '../../../lib/services/config-import.ts';
import { makeCustomTools } from '../../../lib/services/custom-tools.ts';
import { makeTools, type BuiltinTools } from '../../../lib/services/tools.ts';
import { principal } from '../../support/api-fakes.ts';

const admin = principal('nora', 'admin');
const sealer = makeSecretSealer('a key of at least thirty-two characters');
let tools: ToolStore;
let sent: HttpToolRequest[];
const http = {
  objection: (url: string) => Promise.resolve(url.includes('127.') ? 'is not a public address' : undefined),
  call: (request: HttpToolRequest) => {
    sent.push(request);
    return Promise.resolve({ status: 200, body: '{"metres":3}' });
  },
};
const mcp = {
  listTools: () => Promise.resolve([]),
  callTool: () => Promise.reject(new Error('no remote server is expected')),
};
const builtin = Object.fromEntries(
  builtinToolNames.map((name) => [name, { description: name, parameters: {} }]),
) as BuiltinTools;
const agents = { list: () => Promise.resolve({ items: [] as Agent[], total: 0 }) };
const make = () => makeTools({ tools, builtin, agents, sealer, http, mcp, clock: systemClock });

beforeEach(() => {
  tools = makeToolStore(makeMemoryTables());
  sent = [];
});

const level = {
  kind: 'http' as const,
  tool_name: 'water_level',
  description: 'The level of a river.',
  endpoint: 'https://rivers.example.com/level',
  method: 'POST' as const,
  parameters_schema: { type: 'object', properties: { river: { type: 'string' } }, required: ['river'] },
  auth: { type: 'bearer' as const, secret: 'top-secret' },
};

describe('custom tools', () => {
  it('never let a secret out, and send it to their endpoint', async () => {
    const answers = [
      await make().create(admin, level),
      await make().get(admin, 'water_level'),
      await tools.list('riverside'),
    ];
    expect(JSON.stringify(answers)).not.toContain('top-secret');

    const [tool] = await makeCustomTools({ tools, sealer, http, mcp }).find('riverside', ['water_level']);
    const outcome = await tool?.run(
      { tenantId: 'riverside', signal: AbortSignal.abort() },
      { river: 'Senne' },
    );
    expect(outcome).toEqual({ value: { metres: 3 } });
    expect(sent[0]).toMatchObject({
      body: '{"river":"Senne"}',
      headers: { authorization: 'Bearer top-secret' },
    });
  });

  it('refuse arguments that do not fit, before any call', async () => {
    await make().create(admin, level);
    const [tool] = await makeCustomTools({ tools, sealer, http, mcp }).find('riverside', ['water_level']);

    await expect(tool?.run({ tenantId: 'riverside', signal: AbortSignal.abort() }, {})).rejects.toMatchObject(
      {
        code: 'INVALID_INPUT',
      },
    );
    expect(sent).toEqual([]);
  });

  it('do not carry a stored secret to another origin', async () => {
    await make().create(admin, level);
    const moved = { endpoint: 'https://thief.example.org/' };

    await expect(make().update(admin, 'water_level', moved)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    const kept = await make().update(admin, 'water_level', { endpoint: 'https://rivers.example.com/v2' });
    expect(kept.auth).toEqual({ type: 'bearer', has_secret: true });
  });

  it('belong to one tenant', async () => {
    await make().create(admin, level);
    const other = principal('tariq', 'admin', 'hillcrest');

    await expect(make().get(other, 'water_level')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await makeCustomTools({ tools, sealer, http, mcp }).find('hillcrest', ['water_level'])).toEqual(
      [],
    );
  });
});

describe('sealed secrets', () => {
  it('open for their tenant and purpose only', () => {
    const sealed = sealer.seal('riverside', 'tool:a', 'top-secret');

    expect(sealed).not.toContain('top-secret');
    expect(sealer.open('riverside', 'tool:a', sealed)).toBe('top-secret');
    expect(() => sealer.open('hillcrest', 'tool:a', sealed)).toThrow('does not open');
    expect(() => sealer.open('riverside', 'tool:b', sealed)).toThrow('does not open');
    expect(() => makeSecretSealer('x'.repeat(40)).open('riverside', 'tool:a', sealed)).toThrow(
      'does not open',
    );
  });
});

describe('an import', () => {
  const stored = new Map<string, Agent>();
  const agentStore = {
    findMany: (_tenant: string, ids: readonly string[]) =>
      Promise.resolve(ids.flatMap((id) => stored.get(id) ?? [])),
    insert: (_tenant: string, agent: Agent) => Promise.resolve(void stored.set(agent.agent_id, agent)),
    update: (_tenant: string, agent: Agent) => Promise.resolve(void stored.set(agent.agent_id, agent)),
  } as unknown as AgentStore;
  const domainStore = { find: () => Promise.resolve(undefined) } as unknown as DomainStore;
  const agent = (agent_id: string, fields: object = {}) =>
    ({
      agent_id,
      agent_name: agent_id,
      agent_class: 'query',
      system_prompt: 'x',
      tools: [],
      agent_dependencies: [],
      max_output_keys: 5,
      output_schema: { a: {} },
      description: '',
      enabled: true,
      ...fields,
    }) as Configuration['agents'][number];
  const document = (...all: Configuration['agents']): Configuration => ({
    format: 'domainflow/1',
    agents: all,
    domains: [],
    tools: [],
  });
  const run = (given: Configuration, dryRun = false) =>
    makeConfigImport({ agents: agentStore, domains: domainStore, tools, http, clock: systemClock })(
      admin,
      given,
      dryRun,
    );

  beforeEach(() => stored.clear());

  it('creates agents that depend on each other, then changes only what differs', async () => {
    const first = document(agent('a', { agent_dependencies: ['b'] }), agent('b'));
    expect((await run(first)).plan.map(({ action }) => action)).toEqual(['create', 'create']);
    expect((await run(first)).plan.map(({ action }) => action)).toEqual(['unchanged', 'unchanged']);

    const second = document(agent('a', { agent_dependencies: ['b'] }), agent('b', { description: 'new' }));
    expect((await run(second)).plan.map(({ action }) => action)).toEqual(['unchanged', 'update']);
    expect([stored.get('a')?.version, stored.get('b')?.version]).toEqual([1, 2]);
  });

  it('writes nothing in a dry run', async () => {
    await run(document(agent('a')), true);
    expect(stored.size).toBe(0);
  });

  it('names every problem and writes nothing', async () => {
    const circle = document(
      agent('a', { agent_dependencies: ['b'] }),
      agent('b', { agent_dependencies: ['a'] }),
      agent('c', { tools: ['nothing'] }),
      agent('c'),
    );
    const failure = (await run(circle).catch((error: unknown) => error)) as {
      data: { problems: { path: string }[] };
    };

    expect(failure.data.problems.map(({ path }) => path)).toEqual([
      '$.agents[3]',
      '$.agents[0].agent_dependencies',
      '$.agents[1].agent_dependencies',
      '$.agents[2].tools[0]',
    ]);
    expect(stored.size).toBe(0);
  });
});
