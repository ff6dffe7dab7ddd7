import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startApi, type ApiStack, type Caller } from '../../support/api.ts';

/** Several writers of one record at once, repeated requests, walks while others write, and limits of a tenant. */
let api: ApiStack;
let ids: Record<string, string>;

const empty = { agent_execution_graph: { nodes: [], edges: [] } };
const domainBody = {
  domain_id: 'water',
  domain_name: 'Water',
  ingestion_playbook: empty,
  query_playbook: empty,
  management_playbook: empty,
};
const agentBody = {
  agent_name: 'Counter',
  agent_class: 'query',
  system_prompt: 'Count.',
  output_schema: { a: { type: 'string' } },
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
async function make(call: Caller, path: string, body: unknown, idName: string): Promise<string> {
  const answer = await call('POST', path, body);
  if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`);
  return text(answer.body[idName]);
}

beforeAll(async () => {
  api = await startApi();
  const nora = api.as('nora');
  const domain_id = await make(nora, '/domains', domainBody, 'domain_id');
  const agent_id = await make(nora, '/agents', agentBody, 'agent_id');
  const report = { domain_id: 'civic_complaints', text: 'A pothole in Brooklyn.' };
  ids = { domain_id, agent_id, incident_id: await make(nora, '/reports', report, 'incident_id') };
  const isRead = async () => {
    const { status } = (await nora('GET', `/reports/${ids['incident_id'] ?? ''}`)).body;
    return status !== 'accepted' && status !== 'processing';
  };
  for (let tries = 0; tries < 300 && !(await isRead()); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}, 90_000);
afterAll(async () => {
  await api.stop();
}, 20_000);

describe('several writers at once', () => {
  it('makes one report of fifty requests with one key, for each of ten keys', async () => {
    const sam = api.as('sam');
    for (let key = 0; key < 10; key++) {
      const body = { domain_id: 'water', text: `parallel ${key}` };
      const headers = { 'idempotency-key': `parallel-${key}` };
      const answers = await Promise.all(
        Array.from({ length: 50 }, () => sam('POST', '/reports', body, headers)),
      );

      expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([202]));
      expect(new Set(answers.map((answer) => answer.text)).size).toBe(1);
      const other = await sam('POST', '/reports', { ...body, text: 'another' }, headers);
      expect(other.status).toBe(409);
    }
    const { body } = await sam('GET', '/reports?domain_id=water&limit=100');
    expect((body['pagination'] as { total: number }).total).toBe(10);
  }, 60_000);

  it.each([
    ['/agents/', 'agent_id', (turn: number) => ({ description: `turn ${turn}` })],
    ['/domains/', 'domain_id', (turn: number) => ({ description: `turn ${turn}` })],
    ['/reports/', 'incident_id', (turn: number) => ({ management_data: { task_details: { turn } } })],
  ])('lets one of ten writers win who name the same version of %s', async (path, name, change) => {
    const nora = api.as('nora');
    const url = path + (ids[name] ?? '');
    const { version } = (await nora('GET', url)).body as { version: number };
    const answers = await Promise.all(
      Array.from({ length: 10 }, (_, turn) => nora('PUT', url, { ...change(turn), version })),
    );

    expect(answers.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(409)]);
    expect((await nora('GET', url)).body['version']).toBe(version + 1);
  });

  it('loses no change of six writers who name no version', async () => {
    const nora = api.as('nora');
    const url = `/reports/${ids['incident_id'] ?? ''}`;
    const changes = Array.from({ length: 6 }, (_, turn) => ({ [`writer_${turn}`]: turn }));
    const answers = await Promise.all(
      changes.map((task_details) => nora('PUT', url, { management_data: { task_details } })),
    );
    const { management_data } = (await nora('GET', url)).body as {
      management_data: { task_details: object };
    };

    expect(answers.map(({ status }) => status)).toEqual(Array<number>(6).fill(200));
    expect(management_data.task_details).toMatchObject(Object.assign({}, ...changes) as object);
  });

  it('walks by cursor over every earlier report exactly once while others are added', async () => {
    const sam = api.as('sam');
    const add = (turn: number) =>
      make(sam, '/reports', { domain_id: 'water', text: `walk ${turn}` }, 'incident_id');
    const earlier: string[] = [];
    for (let turn = 0; turn < 60; turn += 10) {
      earlier.push(...(await Promise.all(Array.from({ length: 10 }, (_, index) => add(turn + index)))));
    }
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await sam('GET', `/reports?domain_id=water&limit=7${cursor && `&cursor=${cursor}`}`);
      seen.push(...(body['reports'] as { incident_id: string }[]).map(({ incident_id }) => incident_id));
      cursor = text((body['pagination'] as Record<string, unknown>)['next_cursor']);
      await add(1_000 + seen.length);
    } while (cursor !== '');

    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(earlier));
  }, 60_000);
});

describe('limits of a tenant', () => {
  it('refuses the next request of the tenant with a time to come back, and not that of another', async () => {
    const nora = api.as('nora');
    const limit = async (requests_per_minute: number) =>
      nora('PUT', '/settings', { rate_limits: { requests_per_minute } });
    await limit(5);
    await new Promise((resolve) => setTimeout(resolve, 2_200));
    const answers = await Promise.all(Array.from({ length: 20 }, () => api.as('sam')('GET', '/teams')));
    const refused = answers.filter(({ status }) => status === 429);
    const other = await api.as('tariq')('GET', '/teams');

    expect(refused.length).toBeGreaterThanOrEqual(10);
    expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(refused[0]?.body['error_code']).toBe('RATE_LIMITED');
    expect(other.status).toBe(200);
  }, 60_000);
});
