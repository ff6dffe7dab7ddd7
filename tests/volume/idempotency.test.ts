import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startApi, type ApiStack } from '../support/api.ts';

/** Fifty parallel requests with one Idempotency-Key, for each of a hundred keys, of reports and of queries by turns. */
const KEYS = 100;
const AT_ONCE = 50;
let api: ApiStack;
const run = Date.now().toString(36);
beforeAll(async () => {
  api = await startApi();
}, 180_000);
afterAll(() => api.stop(), 20_000);

it('makes one job of fifty requests with one key, for each of a hundred keys', async () => {
  const caller = api.of(`volume-${run}`, 'member');
  const { body: session } = await caller('POST', '/sessions', { domain_id: 'civic_complaints' });
  const jobs = new Map<string, number>();
  const wrong: unknown[] = [];
  for (let key = 0; key < KEYS; key++) {
    const isReport = key % 2 === 0;
    const path = isReport ? '/reports' : '/queries';
    const body = isReport
      ? { domain_id: 'civic_complaints', text: `A pothole, number ${key}.` }
      : {
          session_id: session['session_id'],
          domain_id: 'civic_complaints',
          question: `How many potholes? ${key}`,
        };
    const headers = { 'idempotency-key': `key-${run}-${key}` };
    const answers = await Promise.all(
      Array.from({ length: AT_ONCE }, () => caller('POST', path, body, headers)),
    );
    for (const { status, text } of answers) if (status !== 202) wrong.push({ key, status, text });
    const distinct = new Set(answers.map((answer) => String(answer.body['job_id'])));
    for (const job of distinct) jobs.set(job, (jobs.get(job) ?? 0) + 1);
    const changed = isReport ? { ...body, text: 'Another.' } : { ...body, question: 'Another?' };
    const other = await caller('POST', path, changed, headers);
    if (other.status !== 409) wrong.push({ key, changed: other.status });
  }
  const reports = await caller('GET', '/reports?limit=100');
  const queries = await caller('GET', '/queries?limit=100');

  expect(wrong).toEqual([]);
  expect(jobs.size).toBe(KEYS);
  expect(Math.max(...jobs.values())).toBe(1);
  expect((reports.body['reports'] as unknown[]).length).toBe(KEYS / 2);
  expect((queries.body['queries'] as unknown[]).length).toBe(KEYS / 2);
}, 600_000);

it.each([
  ['/agents', 'agent_id', (turn: number) => ({ description: `turn ${turn}` })],
  ['/domains', 'domain_id', (turn: number) => ({ description: `turn ${turn}` })],
  ['/reports', 'incident_id', (turn: number) => ({ management_data: { task_details: { turn } } })],
])(
  'lets one of fifty writers win who name the same version of one of %s, twenty times',
  async (path, name, change) => {
    const admin = api.of(`writers-${run}`, 'admin');
    const playbook = { agent_execution_graph: { nodes: [], edges: [] } };
    const bodies: Record<string, object> = {
      '/agents': {
        agent_name: 'A',
        agent_class: 'query',
        system_prompt: 'x',
        output_schema: { a: { type: 'string' } },
      },
      '/domains': {
        domain_id: 'contested',
        domain_name: 'Contested',
        ingestion_playbook: playbook,
        query_playbook: playbook,
        management_playbook: playbook,
      },
      '/reports': { domain_id: 'civic_complaints', text: 'A pothole.' },
    };
    const made = await admin('POST', path, bodies[path]);
    const url = `${path}/${String(made.body[name])}`;
    for (let tries = 0; tries < 300; tries++) {
      const { status } = (await admin('GET', url)).body;
      if (status !== 'accepted' && status !== 'processing') break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    for (let round = 0; round < 20; round++) {
      const { version } = (await admin('GET', url)).body as { version: number };
      const answers = await Promise.all(
        Array.from({ length: AT_ONCE }, (_, turn) => admin('PUT', url, { ...change(turn), version })),
      );
      const won = answers.filter(({ status }) => status === 200);

      expect(won).toHaveLength(1);
      expect(answers.filter(({ status }) => status === 409)).toHaveLength(AT_ONCE - 1);
      const { version: _now, updated_at: _at, warnings: _advice, ...kept } = won[0]?.body ?? {};
      expect((await admin('GET', url)).body).toMatchObject({ ...kept, version: version + 1 });
    }
  },
  300_000,
);
