import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { operations } from '../../../scripts/openapi/operations.ts';
import { startApi, type Answer, type ApiStack, type Caller } from '../../support/api.ts';

/** Every route with a record of its own, against other tenants and other roles. */
let api: ApiStack;
let ids: Record<string, string>;

const empty = { agent_execution_graph: { nodes: [] as string[], edges: [] } };
const domainBody = (domain_id: string, nodes: string[] = []) => ({
  domain_id,
  domain_name: 'Water',
  ingestion_playbook: empty,
  query_playbook: { agent_execution_graph: { nodes, edges: [] } },
  management_playbook: empty,
});
const agentBody = {
  agent_name: 'Secret agent',
  agent_class: 'query',
  system_prompt: 'secret-of-riverside',
  output_schema: { a: { type: 'string' } },
};
const toolBody = {
  tool_name: 'level',
  description: 'secret-of-riverside',
  endpoint: 'https://example.com/',
  parameters_schema: { type: 'object' },
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
async function make(call: Caller, path: string, body: unknown, idName: string): Promise<string> {
  const answer = await call('POST', path, body);
  if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`);
  return text(answer.body[idName]);
}

async function settle(call: Caller, path: string): Promise<void> {
  for (let tries = 0; tries < 300; tries++) {
    const { status } = (await call('GET', path)).body;
    if (status !== 'accepted' && status !== 'processing') return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}

beforeAll(async () => {
  api = await startApi();
  const nora = api.as('nora');
  const session_id = await make(
    nora,
    '/sessions',
    { domain_id: 'civic_complaints', title: 'secret-of-riverside' },
    'session_id',
  );
  const report = { domain_id: 'civic_complaints', text: 'secret-of-riverside: a pothole in Brooklyn' };
  const question = { session_id, domain_id: 'civic_complaints', question: 'How many potholes?' };
  const incident_id = await make(nora, '/reports', report, 'incident_id');
  const query_id = await make(nora, '/queries', question, 'query_id');
  await settle(nora, `/reports/${incident_id}`);
  await settle(nora, `/queries/${query_id}`);
  ids = {
    agent_id: await make(nora, '/agents', agentBody, 'agent_id'),
    domain_id: await make(nora, '/domains', domainBody('water'), 'domain_id'),
    session_id,
    incident_id,
    query_id,
    team_id: await make(nora, '/teams', { team_id: 'roads', team_name: 'secret-of-riverside' }, 'team_id'),
    tool_name: await make(nora, '/tools', toolBody, 'tool_name'),
    backup_id: await make(nora, '/config/backups', undefined, 'backup_id'),
    job_id: text((await nora('GET', `/reports/${incident_id}`)).body['job_id']),
    version: '1',
  };
}, 120_000);
afterAll(async () => {
  await api.stop();
}, 20_000);

const missing: Record<string, string> = {
  agent_id: 'agt_00000000000000000000000000',
  domain_id: 'no_such_domain',
  session_id: 'ses_00000000000000000000000000',
  incident_id: 'inc_00000000000000000000000000',
  query_id: 'qry_00000000000000000000000000',
  team_id: 'nobody',
  tool_name: 'no_such_tool',
  backup_id: 'bak_00000000000000000000000000',
  job_id: 'job_inc_00000000000000000000000000_1',
  version: '1',
};

/** A valid body for every route that takes one beside an id. */
const bodies: Record<string, unknown> = {
  agentsUpdate: { description: 'stolen' },
  agentsTest: { text: 'x' },
  domainsUpdate: { description: 'stolen' },
  reportsUpdate: { status: 'closed' },
  reportsMerge: { incident_ids: ['inc_00000000000000000000000000'] },
  reportsUnmerge: {},
  sessionsUpdate: { title: 'stolen' },
  teamsUpdate: { team_name: 'stolen' },
  toolsUpdate: { description: 'stolen' },
};

const onRecords = operations.filter(({ route }) => route.spec.path.includes('{'));
const fill = (path: string, values: Record<string, string>): string =>
  path.replace(/\{(\w+)\}/g, (_match, name: string) => values[name] ?? '');
const call = (who: string, id: string, values: Record<string, string>): Promise<Answer> => {
  const found = operations.find((operation) => operation.id === id);
  if (found === undefined) throw new Error(`no operation ${id}`);
  const { method, path } = found.route.spec;
  return api.as(who)(method, fill(path, values), bodies[id]);
};
/** The answer without what differs from request to request and from id to id. */
const shape = ({ status, body }: Answer, values: Record<string, string>) => {
  const { timestamp: _at, request_id: _id, ...rest } = body;
  const plain = Object.values(values).reduce(
    (json, value) => (value.length > 3 ? json.replaceAll(value, '<id>') : json),
    JSON.stringify(rest),
  );
  return { status, body: plain };
};

async function everything(who: string): Promise<string> {
  const paths = ['/agents/', '/domains/', '/reports/', '/sessions/', '/queries/', '/teams/', '/tools/'];
  const names = ['agent_id', 'domain_id', 'incident_id', 'session_id', 'query_id', 'team_id', 'tool_name'];
  const answers = await Promise.all(
    paths.map((path, index) => api.as(who)('GET', path + (ids[names[index] ?? ''] ?? ''))),
  );
  return answers.map(({ text: body }) => body).join('\n');
}

describe('between tenants', () => {
  it.each(onRecords.map(({ id }) => id))(
    '%s: a foreign record looks exactly like a missing one',
    async (id) => {
      const foreign = await call('tariq', id, ids);
      const absent = await call('tariq', id, missing);

      expect(foreign.status).toBe(404);
      expect(shape(foreign, ids)).toEqual(shape(absent, missing));
      expect(foreign.text).not.toContain('secret-of-riverside');
    },
  );

  it('left every record as it was', async () => {
    const before = await everything('nora');
    for (const { id } of onRecords) await call('tariq', id, ids);

    expect(await everything('nora')).toBe(before);
    expect(before.split('\n').every((line) => !line.includes('"error_code"'))).toBe(true);
  });

  it.each(
    operations
      .filter(({ route: { spec } }) => spec.method === 'GET' && !spec.path.includes('{'))
      .map(({ id }) => id),
  )('%s shows nothing of another tenant', async (id) => {
    const spec = operations.find((operation) => operation.id === id)?.route.spec;
    const parameters = '?domain_id=civic_complaints&group_by=status&interval=day&format=csv&limit=100';
    const isUsage = id === 'usageReport';
    const answer = await api.as('tariq')(
      'GET',
      `${spec?.path ?? ''}${isUsage ? '?group_by=agent' : parameters}`,
    );

    expect(answer.status).toBe(200);
    expect(answer.text).not.toContain('secret-of-riverside');
    expect(answer.text).not.toContain(ids['incident_id']);
  });

  it('does not know foreign records named in bodies', async () => {
    const tariq = api.as('tariq');
    const dependent = await tariq('POST', '/agents', { ...agentBody, agent_dependencies: [ids['agent_id']] });
    const wired = await tariq('POST', '/domains', domainBody('stolen', [ids['agent_id'] ?? '']));
    const tooled = await tariq('POST', '/agents', { ...agentBody, tools: [ids['tool_name']] });
    const asked = await tariq('POST', '/queries', {
      session_id: ids['session_id'],
      domain_id: 'civic_complaints',
      question: 'x',
    });
    const inDomain = await tariq('POST', '/reports', { domain_id: ids['domain_id'], text: 'x' });

    expect([dependent.status, wired.status, tooled.status, asked.status, inDomain.status]).toEqual([
      400, 400, 400, 404, 404,
    ]);
  });

  it('takes a foreign cursor for a position and shows no foreign row', async () => {
    await make(api.as('nora'), '/agents', agentBody, 'agent_id');
    const first = await api.as('nora')('GET', '/agents?limit=1');
    const cursor = text((first.body['pagination'] as Record<string, unknown>)['next_cursor']);
    const answer = await api.as('tariq')('GET', `/agents?cursor=${cursor}&limit=100`);

    expect(cursor).not.toBe('');
    expect(answer.text).not.toContain('secret-of-riverside');
    expect([200, 400]).toContain(answer.status);
  });
});

describe('between roles of one tenant', () => {
  const admins = operations.filter(({ route }) => route.spec.roles !== undefined).map(({ id }) => id);
  it.each(admins)('%s is for admins', async (id) => {
    for (const who of ['ines', 'sam']) expect((await call(who, id, ids)).status).toBe(403);
  });

  const owned = [
    'agentsUpdate',
    'agentsRemove',
    'agentsRestore',
    'domainsUpdate',
    'domainsRemove',
    'reportsUpdate',
    'reportsRemove',
    'reportsReprocess',
    'sessionsUpdate',
    'sessionsRemove',
    'queriesRemove',
    'queriesCancel',
    'queriesRetry',
    'queriesApprove',
    'queriesReject',
    'queriesUndo',
  ];
  it.each(owned)("%s of somebody else's record is forbidden", async (id) => {
    for (const who of ['ines', 'sam']) {
      const answer = await call(who, id, ids);
      expect(answer.status).toBe(403);
      expect(answer.body['error_code']).toBe('FORBIDDEN');
    }
  });

  const readable = onRecords.filter(({ route }) => route.spec.method === 'GET').map(({ id }) => id);
  it.each(readable)('%s is open to everybody of the tenant', async (id) => {
    for (const who of ['ines', 'sam']) expect((await call(who, id, ids)).status).toBe(200);
  });

  it('lets members write what they created, and admins everything', async () => {
    const agent_id = await make(api.as('sam'), '/agents', agentBody, 'agent_id');
    const own = await api.as('sam')('PUT', `/agents/${agent_id}`, { description: 'mine' });
    const byAdmin = await api.as('nora')('PUT', `/agents/${agent_id}`, { description: 'ours' });

    expect([own.status, byAdmin.status]).toEqual([200, 200]);
  });

  it('does not let a question be put into the session of somebody else', async () => {
    const body = { session_id: ids['session_id'], domain_id: 'civic_complaints', question: 'x' };
    expect((await api.as('sam')('POST', '/queries', body)).status).toBe(403);
  });

  it('ignores fields that clients do not decide', async () => {
    const forged = {
      tenant_id: 'hillcrest',
      created_by: 'nobody',
      is_inbuilt: true,
      version: 7,
      status: 'closed',
      role: 'admin',
    };
    const { body } = await api.as('sam')('POST', '/agents', { ...agentBody, ...forged });

    expect(body).toMatchObject({ is_inbuilt: false, version: 1 });
    expect(body['created_by']).not.toBe('nobody');
    expect((await api.as('tariq')('GET', `/agents/${text(body['agent_id'])}`)).status).toBe(404);
  });
});
