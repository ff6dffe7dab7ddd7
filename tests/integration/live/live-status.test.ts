import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import type { StatusEvent } from '../../../lib/ports/live.ts';
import { startLocalStack } from '../../support/local-stack.ts';
import type { TestStack } from '../../support/local-stack.ts';
import { makeTokens } from '../../support/tokens.ts';

let stack: TestStack;
let token: string;
beforeAll(async () => {
  stack = await startLocalStack();
  const [user] = stack.outputs.users;
  token = await stack.token(user!.tenantId, user!.groups[0]!);
}, 180_000);
afterAll(() => stack.stop());

async function post<T>(path: string, body: unknown = {}): Promise<T> {
  const response = await fetch(`${stack.outputs.apiUrl}/api/v1${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as T;
  if (!response.ok) throw new Error(`${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

/** A connected client that collects every event it hears. */
async function connect() {
  const { ticket } = await post<{ ticket: string }>('/realtime/tickets');
  const socket = new WebSocket(`${stack.outputs.websocketUrl}?ticket=${ticket}`);
  await new Promise((resolve, reject) => {
    socket.once('open', resolve);
    socket.once('error', reject);
  });
  const events: StatusEvent[] = [];
  const waiting = new Set<() => void>();
  socket.on('message', (data: Buffer) => {
    events.push(JSON.parse(data.toString()) as StatusEvent);
    for (const look of waiting) look();
  });
  const until = (found: (event: StatusEvent) => boolean): Promise<StatusEvent> =>
    new Promise((resolve) => {
      const look = (): void => {
        const event = events.find(found);
        if (event === undefined) return;
        waiting.delete(look);
        resolve(event);
      };
      waiting.add(look);
      look();
    });
  const subscribe = (topic: object): void => socket.send(JSON.stringify({ action: 'subscribe', ...topic }));
  return { socket, events, until, subscribe };
}
type Client = Awaited<ReturnType<typeof connect>>;

const report = () =>
  post<{ job_id: string }>('/reports', {
    domain_id: 'civic_complaints',
    text: 'A pothole on Hosur Road in Bengaluru since yesterday.',
  });
const sequences = ({ events }: Client) =>
  [...new Set(events.map(({ sequence }) => sequence))].sort((a, b) => a - b);

describe('Live status over a real WebSocket', () => {
  it('shows a job from its first agent to its end, without a gap', async () => {
    const client = await connect();
    const { job_id } = await report();
    client.subscribe({ job_id, after: 0 });
    const last = await client.until(({ status }) => status === 'complete' || status === 'error');
    expect(last.status).toBe('complete');
    const seen = sequences(client);
    expect(seen).toEqual(Array.from({ length: last.sequence }, (_, index) => index + 1));
    expect(client.events.map(({ agent_id }) => agent_id)).toEqual(
      expect.arrayContaining([
        'builtin-ingestion-geo',
        'builtin-ingestion-temporal',
        'builtin-ingestion-entity',
      ]),
    );
    client.socket.close();
  }, 30_000);

  it('gives a client that reconnects what it missed', async () => {
    const first = await connect();
    const { job_id } = await report();
    first.subscribe({ job_id, after: 0 });
    await first.until(({ sequence }) => sequence === 1);
    first.socket.terminate();
    const second = await connect();
    second.subscribe({ job_id, after: 1 });
    const last = await second.until(({ status }) => status === 'complete');
    expect(sequences(second)).toEqual(Array.from({ length: last.sequence - 1 }, (_, index) => index + 2));
    second.socket.close();
  }, 30_000);

  it('answers 401 to whoever brings no good ticket, whatever token they have', async () => {
    const { ticket } = await post<{ ticket: string }>('/realtime/tickets');
    const tokens = makeTokens(stack.outputs);
    const statusOf = (query: string, headers = {}) =>
      new Promise<number>((resolve) => {
        const socket = new WebSocket(`${stack.outputs.websocketUrl}${query}`, { headers });
        socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
        socket.once('open', () => {
          socket.close();
          resolve(101);
        });
        socket.once('error', () => undefined);
      });
    const inQuery = (value: string) => statusOf(`?ticket=${encodeURIComponent(value)}`);
    expect(await inQuery(ticket)).toBe(101);

    const kinds = Object.values(tokens.bad()).map((value) => value ?? '');
    const good = tokens.sign(tokens.claims());
    const statuses = [
      ...(await Promise.all(kinds.map(inQuery))),
      ...(await Promise.all(kinds.map((authorization) => statusOf('', { authorization })))),
      await inQuery(ticket),
      await inQuery('invented'),
      await statusOf(''),
      await inQuery(good),
      await statusOf('', { authorization: `Bearer ${good}` }),
    ];
    expect(new Set(statuses)).toEqual(new Set([401]));
    expect(statuses).toHaveLength(25);
  }, 30_000);
});
