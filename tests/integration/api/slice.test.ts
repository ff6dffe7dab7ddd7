import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeApiClient, type ApiClient } from '../../../scripts/client/client.ts';
import { startLocalStack, type TestStack } from '../../support/local-stack.ts';

/** The main job, over HTTP, as a person does it: report, ask, command. */
let stack: TestStack;
let api: ApiClient;

beforeAll(async () => {
  stack = await startLocalStack();
  const user = stack.outputs.users[0];
  if (user === undefined) throw new Error('the stack has no user');
  api = makeApiClient(stack.outputs.apiUrl, await stack.token(user.tenantId, 'admin'));
}, 180_000);
afterAll(async () => {
  await stack.stop();
}, 180_000);

const domain_id = 'civic_complaints';
const OPEN = ['accepted', 'processing'];

async function until<T extends { status: string }>(read: () => Promise<T | undefined>): Promise<T> {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline;) {
    const value = await read();
    if (value !== undefined && !OPEN.includes(value.status)) return value;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error('the job did not end within 30 s');
}

async function submit(text: string) {
  const { data } = await api.POST('/api/v1/reports', { body: { domain_id, text } });
  const path = { incident_id: data?.incident_id ?? '' };
  return until(async () => (await api.GET('/api/v1/reports/{incident_id}', { params: { path } })).data);
}

async function ask(session_id: string, question: string) {
  const { data } = await api.POST('/api/v1/queries', { body: { session_id, domain_id, question } });
  const path = { query_id: data?.query_id ?? '' };
  return until(async () => (await api.GET('/api/v1/queries/{query_id}', { params: { path } })).data);
}

describe('the main job over HTTP', () => {
  it('reads reports, answers with their numbers and carries out a command', async () => {
    const pothole = await submit('Since yesterday a huge pothole in Brooklyn damages cars. Dangerous!');
    const garbage = await submit('The garbage in Boston was not collected on Monday, it stinks.');
    expect([pothole.status, garbage.status]).toEqual(['completed', 'completed']);
    expect(pothole.ingestion_data).toMatchObject({
      category: 'pothole',
      location_text: expect.stringContaining('Brooklyn'),
      timestamp: expect.any(String),
      urgency: expect.any(String),
      entities: expect.any(Array),
    });
    expect(garbage.ingestion_data).toMatchObject({ category: 'garbage' });

    const { data: session } = await api.POST('/api/v1/sessions', { body: { domain_id } });
    const answer = await ask(session?.session_id ?? '', 'How many reports are there about potholes?');
    expect(answer.status).toBe('completed');
    expect(answer.summary).toMatch(/\b1\b/);
    expect(answer.references_used.map(({ reference_id }) => reference_id)).toEqual([pothole.incident_id]);
    expect(answer.map_data?.data.features).toHaveLength(1);
    expect(answer.execution_log.length).toBeGreaterThan(0);

    const command = await ask(
      session?.session_id ?? '',
      'Set the status of all pothole reports to in progress',
    );
    expect(command.changes.map(({ incident_id, state }) => [incident_id, state])).toEqual([
      [pothole.incident_id, 'applied'],
    ]);
    const path = { incident_id: pothole.incident_id };
    const { data: changed } = await api.GET('/api/v1/reports/{incident_id}', { params: { path } });
    expect(changed?.status).toBe('in_progress');
  }, 100_000);
});
