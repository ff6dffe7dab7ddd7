import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startLocalStack, type TestStack } from '../../support/local-stack.ts';
import { startLoopback, type Loopback, type LoopbackRequest } from '../../support/loopback.ts';

interface Chat {
  model: string;
  messages: { role: string; content: string }[];
  response_format: { json_schema: { schema: { properties: Record<string, unknown> } } };
}
const chatOf = ({ body }: LoopbackRequest): Chat => body as Chat;

const known: Record<string, unknown> = {
  location_text: 'the old harbour',
  geo_location: { type: 'Point', coordinates: [10.5, 20.25] },
  address: 'Old Harbour 1',
  precision: 'exact',
  confidence: 0.77,
  timestamp: '2026-05-01T06:00:00.000Z',
  urgency: 'low',
  sentiment: 'neutral',
  entities: [],
  key_phrases: ['as the server said'],
};

/** Speaks OpenAI's chat completions as Ollama does; fills every schema with what it always says. */
const answer = (request: LoopbackRequest) => {
  const { properties } = chatOf(request).response_format.json_schema.schema;
  const values = Object.keys(properties).map((key) => [key, known[key] ?? null]);
  const content = JSON.stringify(Object.fromEntries(values));
  return {
    body: {
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1_777_593_600,
      model: 'llama3.1',
      choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' }],
      usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
    },
  };
};

interface Report {
  status: string;
  ingestion_data: Record<string, unknown>;
  execution_log: { agent_id: string; status: string; model: string; usage: { input_tokens: number } }[];
}

let server: Loopback;
let stack: TestStack;
let token: string;
beforeAll(async () => {
  server = await startLoopback(answer);
  stack = await startLocalStack({
    environment: {
      DOMAINFLOW_MODEL: 'openai-compatible:llama3.1',
      MODEL_BASE_URL: `${server.url}/v1`,
      MODEL_API_KEY: 'sk-only-for-the-server',
      LOG_LEVEL: 'debug',
    },
  });
  const [first] = stack.outputs.users;
  if (!first) throw new Error('The stack has no users.');
  token = await stack.token(first.tenantId, 'admin');
}, 180_000);
afterAll(async () => {
  await stack.stop();
  await server.close();
}, 180_000);

async function call<T>(method: string, path: string, body?: unknown): Promise<T> {
  const response = await fetch(`${stack.outputs.apiUrl}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  const answered: unknown = await response.json();
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(answered)}`);
  return answered as T;
}

async function readWhenDone(incidentId: string): Promise<Report> {
  for (let attempt = 0; attempt < 150; attempt += 1) {
    const report = await call<Report>('GET', `/reports/${incidentId}`);
    if (!['accepted', 'processing'].includes(report.status)) return report;
    await new Promise((settle) => setTimeout(settle, 200));
  }
  throw new Error('The report was not done in time.');
}

describe('the local stack with a model behind a base URL', () => {
  it('reads reports with that model, and shows the exact requests but not the key', async () => {
    const { incident_id } = await call<{ incident_id: string }>('POST', '/reports', {
      domain_id: 'civic_complaints',
      text: 'Something is odd, look for yourselves.',
    });
    const report = await readWhenDone(incident_id);
    expect(report.status).toBe('completed');
    expect(report.ingestion_data).toMatchObject({ location_text: 'the old harbour', urgency: 'low' });
    expect(report.execution_log.length).toBeGreaterThanOrEqual(3);
    for (const entry of report.execution_log)
      expect(entry).toMatchObject({
        status: 'success',
        model: 'openai-compatible:llama3.1',
        usage: { input_tokens: 100 },
      });
    expect(server.requests.every(({ path }) => path === '/v1/chat/completions')).toBe(true);
    expect(server.requests[0]?.headers.authorization).toBe('Bearer sk-only-for-the-server');
    expect(chatOf(server.requests[0] as LoopbackRequest).model).toBe('llama3.1');
    expect(stack.printed()).toContain('model request');
    expect(stack.printed()).toContain('Something is odd, look for yourselves.');
    expect(stack.printed()).not.toContain('sk-only-for-the-server');
  }, 45_000);
});
