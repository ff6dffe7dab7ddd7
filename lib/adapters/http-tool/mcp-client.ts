import * as z from 'zod';
import { AppError } from '../../errors.ts';
import type { HttpCaller, McpClient, McpServer, McpTool } from '../../ports/limits.ts';

/** Revisions of the protocol with this transport, Streamable HTTP; the first is asked for. */
const REVISIONS = ['2025-06-18', '2025-11-25', '2025-03-26'];
const MAX_PAGES = 5;
const MAX_MESSAGE = 500;

// Built at their first use: few tenants have such a server.
/** A JSON-RPC 2.0 response. */
const response = z.lazy(() =>
  z.object({
    id: z.union([z.string(), z.number(), z.null()]).optional(),
    result: z.unknown().optional(),
    error: z.object({ code: z.number(), message: z.string() }).optional(),
  }),
);
const initialised = z.lazy(() => z.object({ protocolVersion: z.string() }));
const toolPage = z.lazy(() =>
  z.object({
    tools: z.array(
      z.object({
        name: z.string().min(1).max(128),
        description: z.string().default(''),
        inputSchema: z.record(z.string(), z.unknown()),
      }),
    ),
    nextCursor: z.string().optional(),
  }),
);
const outcome = z.lazy(() =>
  z.object({
    content: z.array(z.looseObject({ type: z.string(), text: z.string().optional() })).default([]),
    structuredContent: z.unknown().optional(),
    isError: z.boolean().default(false),
  }),
);

const failed = (message: string): AppError =>
  new AppError('TOOL_FAILED', `The MCP server ${message.slice(0, MAX_MESSAGE)}.`);

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Messages of an event stream, each the `data` lines of one event (WHATWG HTML, server-sent events). */
const eventsIn = (stream: string): unknown[] =>
  stream.split(/\r?\n\r?\n/).map((event) => {
    const lines = event.split(/\r?\n/).filter((line) => line.startsWith('data:'));
    return parsedJson(lines.map((line) => line.slice('data:'.length).trimStart()).join('\n'));
  });

/** The server's answer to the request `id`, as a JSON document or among the events of a stream. */
function answerTo(id: number, body: string, contentType: string): unknown {
  const messages = contentType.startsWith('text/event-stream') ? eventsIn(body) : [parsedJson(body)];
  for (const message of messages) {
    const { data } = response.safeParse(message);
    if (data?.id !== id) continue;
    if (data.error !== undefined) throw failed(`answered: ${data.error.message}`);
    return data.result;
  }
  throw failed('answered in an unknown form');
}

function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const { data, success } = schema.safeParse(value);
  if (!success) throw failed('answered in an unknown form');
  return data;
}

interface Connection {
  request: (method: string, params: object) => Promise<unknown>;
}

/** One exchange after another over `http`; a session, where the server wants one, lasts as long as `use`. */
async function connected<T>(
  http: Pick<HttpCaller, 'call'>,
  { endpoint, headers: auth }: McpServer,
  signal: AbortSignal,
  use: (connection: Connection) => Promise<T>,
): Promise<T> {
  const agreed: Record<string, string> = {};
  let lastId = 0;

  const post = async (message: object) => {
    const headers = {
      ...auth,
      ...agreed,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
      'user-agent': 'domainflow',
    };
    const body = JSON.stringify({ jsonrpc: '2.0', ...message });
    const answer = await http.call({ url: endpoint, method: 'POST', headers, body }, signal);
    if (answer.status < 200 || answer.status > 299) throw failed(`answered with status ${answer.status}`);
    return answer;
  };
  const request = async (method: string, params: object) => {
    const id = ++lastId;
    const { body, headers = {} } = await post({ id, method, params });
    const session = headers['mcp-session-id'];
    if (session !== undefined) agreed['mcp-session-id'] = session;
    return answerTo(id, body, headers['content-type'] ?? '');
  };

  const clientInfo = { name: 'domainflow', version: '1' };
  const wanted = { protocolVersion: REVISIONS[0], capabilities: {}, clientInfo };
  const { protocolVersion } = checked(initialised, await request('initialize', wanted));
  if (!REVISIONS.includes(protocolVersion)) throw failed('speaks a revision of the protocol that we do not');
  agreed['mcp-protocol-version'] = protocolVersion;
  await post({ method: 'notifications/initialized' });
  return use({ request });
}

async function allTools({ request }: Connection): Promise<McpTool[]> {
  const found: McpTool[] = [];
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page += 1) {
    const answer = await request('tools/list', cursor === undefined ? {} : { cursor });
    const { tools, nextCursor } = checked(toolPage, answer);
    found.push(
      ...tools.map(({ name, description, inputSchema }) => ({ name, description, parameters: inputSchema })),
    );
    if (nextCursor === undefined) return found;
    cursor = nextCursor;
  }
  return found;
}

function valueOf(answer: unknown): unknown {
  const { content, structuredContent, isError } = checked(outcome, answer);
  const text = content.map(({ type, text: words }) => words ?? `[${type}]`).join('\n');
  if (isError) throw failed(`could not do it: ${text}`);
  return structuredContent ?? parsedJson(text) ?? text;
}

/**
 * The Model Context Protocol over Streamable HTTP (modelcontextprotocol.io, revision 2025-06-18), as far as tools need it:
 * initialize, tools/list, tools/call. Every message goes through the guarded caller, so to public addresses only.
 */
export const makeMcpClient = (http: Pick<HttpCaller, 'call'>): McpClient => ({
  listTools: (server, signal) => connected(http, server, signal, allTools),
  callTool: (server, name, input, signal) =>
    connected(http, server, signal, async ({ request }) =>
      valueOf(await request('tools/call', { name, arguments: input })),
    ),
});
