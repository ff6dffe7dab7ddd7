import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { makeHttpCaller } from '../../../../lib/adapters/http-tool/http-caller.ts';
import { makeMcpClient } from '../../../../lib/adapters/http-tool/mcp-client.ts';

interface Message {
  id?: number;
  method: string;
  params?: { name?: string; arguments?: Record<string, unknown>; cursor?: string; protocolVersion?: string };
}
interface Heard extends Message {
  session: string | undefined;
  revision: string | undefined;
  authorization: string | undefined;
}

const read = (name: string): string => readFileSync(new URL(name, import.meta.url), 'utf8');
const never = new AbortController().signal;

/** Answers as the specification's Streamable HTTP transport does; what differs is set by each test. */
const behaviour = {
  asStream: false,
  session: undefined as string | undefined,
  revision: '2025-06-18',
  answers: {} as Record<string, (message: Message) => object>,
};
let heard: Heard[] = [];
let server: Server;
let endpoint = '';

const tool = (name: string) => ({ name, description: `Does ${name}.`, inputSchema: { type: 'object' } });
const ordinary: Record<string, (message: Message) => object> = {
  initialize: () => ({
    result: {
      protocolVersion: behaviour.revision,
      capabilities: {},
      serverInfo: { name: 's', version: '1' },
    },
  }),
  'tools/list': ({ params }) =>
    params?.cursor === undefined
      ? { result: { tools: [tool('search')], nextCursor: 'more' } }
      : { result: { tools: [tool('fetch')] } },
  'tools/call': ({ params }) => ({
    result: { content: [{ type: 'text', text: JSON.stringify({ echoed: params?.arguments }) }] },
  }),
};

beforeAll(async () => {
  const tls = { key: read('./localhost.key.pem'), cert: read('./localhost.cert.pem') };
  server = createServer(tls, (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const message = JSON.parse(Buffer.concat(chunks).toString('utf8')) as Message;
      const { headers } = request;
      heard.push({
        ...message,
        session: headers['mcp-session-id'] as string | undefined,
        revision: headers['mcp-protocol-version'] as string | undefined,
        authorization: headers.authorization,
      });
      if (message.id === undefined) return response.writeHead(202).end();
      const answer = behaviour.answers[message.method] ?? ordinary[message.method];
      const text = JSON.stringify({ jsonrpc: '2.0', id: message.id, ...answer?.(message) });
      const session = message.method === 'initialize' && behaviour.session;
      response.writeHead(200, {
        'content-type': behaviour.asStream ? 'text/event-stream' : 'application/json',
        ...(session && { 'mcp-session-id': session }),
      });
      const progress = 'event: message\ndata: {"jsonrpc":"2.0","method":"notifications/progress"}\n\n';
      return response.end(behaviour.asStream ? `${progress}event: message\ndata: ${text}\n\n` : text);
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  endpoint = `https://tool.example:${(server.address() as AddressInfo).port}/mcp`;
});
afterAll(() => {
  server.close();
});
beforeEach(() => {
  heard = [];
  Object.assign(behaviour, { asStream: false, session: undefined, revision: '2025-06-18', answers: {} });
});

const client = makeMcpClient(
  makeHttpCaller({
    resolve: () => Promise.resolve(['127.0.0.1']),
    objectionTo: () => undefined,
    objectionToAddresses: () => undefined,
    tls: { ca: read('./localhost.cert.pem') },
  }),
);
const at = () => ({ endpoint, headers: { authorization: 'Bearer hush' } });

describe('a server of the Model Context Protocol', () => {
  it('is greeted, then lists all of its tools, page by page', async () => {
    const tools = await client.listTools(at(), never);
    expect(tools).toEqual([
      { name: 'search', description: 'Does search.', parameters: { type: 'object' } },
      { name: 'fetch', description: 'Does fetch.', parameters: { type: 'object' } },
    ]);
    expect(heard.map(({ method }) => method)).toEqual([
      'initialize',
      'notifications/initialized',
      'tools/list',
      'tools/list',
    ]);
    expect(heard[0]).toMatchObject({ params: { protocolVersion: '2025-06-18' } });
    expect(heard.every(({ authorization }) => authorization === 'Bearer hush')).toBe(true);
  });

  it.each([false, true])('runs a tool (as an event stream: %s), in its session', async (asStream) => {
    Object.assign(behaviour, { asStream, session: 'session-7' });
    expect(await client.callTool(at(), 'search', { query: 'flood' }, never)).toEqual({
      echoed: { query: 'flood' },
    });
    expect(heard.map(({ session }) => session)).toEqual([undefined, 'session-7', 'session-7']);
    expect(heard[2]).toMatchObject({
      method: 'tools/call',
      revision: '2025-06-18',
      params: { name: 'search', arguments: { query: 'flood' } },
    });
  });

  it('is taken at its structured word', async () => {
    behaviour.answers['tools/call'] = () => ({
      result: { content: [{ type: 'text', text: 'three' }], structuredContent: { count: 3 } },
    });
    expect(await client.callTool(at(), 'search', {}, never)).toEqual({ count: 3 });
  });

  it.each<[string, object]>([
    ['no such file', { result: { isError: true, content: [{ type: 'text', text: 'no such file' }] } }],
    ['Unknown tool: dig', { error: { code: -32602, message: 'Unknown tool: dig' } }],
    ['unknown form', { result: 'what?' }],
  ])('may fail: %s', async (message, answer) => {
    behaviour.answers['tools/call'] = () => answer;
    const calling = client.callTool(at(), 'dig', {}, never);
    await expect(calling).rejects.toMatchObject({ code: 'TOOL_FAILED' });
    await expect(client.callTool(at(), 'dig', {}, never)).rejects.toThrow(message);
  });

  it('must speak a revision that we know', async () => {
    behaviour.revision = '2031-01-01';
    await expect(client.listTools(at(), never)).rejects.toMatchObject({ code: 'TOOL_FAILED' });
    expect(heard).toHaveLength(1);
  });

  it('is reached through the guarded caller only', async () => {
    const guarded = makeMcpClient(makeHttpCaller());
    const local = { endpoint: endpoint.replace('tool.example', 'localhost'), headers: {} };
    await expect(guarded.listTools(local, never)).rejects.toMatchObject({ code: 'TOOL_FAILED' });
    expect(heard).toHaveLength(0);
  });
});
