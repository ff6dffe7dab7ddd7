import { beforeEach, describe, expect, it } from '@jest/globals';
import { makeSecretSealer } from '../../../lib/adapters/system/secret-sealer.ts';
import { toolInput, type CustomTool } from '../../../lib/domain/tool.ts';
import { toToolDocument } from '../../../lib/domain/configuration.ts';
import { AppError } from '../../../lib/errors.ts';
import type { McpServer, McpTool, ToolStore } from '../../../lib/ports/limits.ts';
import { makeCustomTools } from '../../../lib/services/custom-tools.ts';
import { makeTools, type BuiltinTools } from '../../../lib/services/tools.ts';

const principal = { tenantId: 'tenant-a', userId: 'user-a', username: 'ada', role: 'admin' as const };
const signal = new AbortController().signal;

const searchTool: McpTool = {
  name: 'search-docs',
  description: 'Searches the documents.',
  parameters: {
    $schema: 'http://json-schema.org/draft-07/schema#',
    type: 'object',
    properties: { query: { type: 'string' } },
    required: ['query'],
  },
};
const treeTool: McpTool = {
  name: 'tree',
  description: '',
  parameters: { type: 'object', properties: { node: { $ref: '#/$defs/node' } }, $defs: { node: {} } },
};

let offered: McpTool[];
let listings: McpServer[];
let calls: { server: McpServer; name: string; input: unknown }[];
let stored: Map<string, CustomTool>;
let failure: AppError | undefined;
beforeEach(() => {
  offered = [searchTool, treeTool];
  listings = [];
  calls = [];
  stored = new Map();
  failure = undefined;
});

const mcp = {
  listTools: async (server: McpServer) => {
    listings.push(server);
    return failure === undefined ? Promise.resolve(offered) : Promise.reject(failure);
  },
  callTool: async (server: McpServer, name: string, input: unknown) => {
    calls.push({ server, name, input });
    return Promise.resolve({ found: 1 });
  },
};
const store: ToolStore = {
  list: async () => Promise.resolve([...stored.values()]),
  find: async (_tenant, name) => Promise.resolve(stored.get(name)),
  insert: async (_tenant, tool) => Promise.resolve(void stored.set(tool.tool_name, tool)),
  update: async (_tenant, tool) => Promise.resolve(void stored.set(tool.tool_name, tool)),
  remove: async (_tenant, name) => Promise.resolve(stored.delete(name)),
};
const sealer = makeSecretSealer('0123456789abcdef0123456789abcdef');
const http = {
  objection: async (url: string) =>
    Promise.resolve(url.includes('internal') ? 'is not a public name' : undefined),
  call: async () => Promise.reject(new Error('an MCP server is not called as an HTTP tool')),
};
const tools = makeTools({
  tools: store,
  builtin: {} as BuiltinTools,
  agents: { list: async () => Promise.resolve({ items: [], total: 0 }) },
  sealer,
  http,
  mcp,
  clock: { now: () => new Date('2026-05-01T00:00:00Z'), sleep: async () => Promise.resolve() },
});
const register = (changed: object = {}) =>
  tools.create(
    principal,
    toolInput.parse({
      tool_name: 'city_docs',
      description: "The city's documents",
      kind: 'mcp',
      endpoint: 'https://mcp.example.com/mcp',
      auth: { type: 'bearer', secret: 'hush' },
      ...changed,
    }),
  );
async function offeredTool() {
  const [tool] = await makeCustomTools({ tools: store, sealer, http, mcp }).find('tenant-a', ['city_docs']);
  if (!tool) throw new Error('The tool is not offered.');
  return tool;
}

describe('an MCP server as a tool', () => {
  it('is asked for its tools when it is registered, with its secret, which stays sealed', async () => {
    const answered = await register();
    expect(listings).toEqual([
      { endpoint: 'https://mcp.example.com/mcp', headers: { authorization: 'Bearer hush' } },
    ]);
    expect(answered).toMatchObject({ kind: 'mcp', auth: { type: 'bearer', has_secret: true } });
    expect(JSON.stringify([...stored.values()])).not.toContain('hush');
    expect(answered.parameters_schema).toMatchObject({
      additionalProperties: false,
      properties: {
        'search-docs': { description: 'Searches the documents.', required: ['query'] },
        tree: { type: 'object' },
      },
    });
    expect(JSON.stringify(answered.parameters_schema)).not.toContain('$ref');
  });

  it('runs the remote tool that the arguments name', async () => {
    await register();
    const tool = await offeredTool();
    const outcome = await tool.run({ tenantId: 'tenant-a', signal }, { 'search-docs': { query: 'drains' } });
    expect(outcome).toEqual({ value: { found: 1 } });
    expect(calls).toEqual([
      {
        server: { endpoint: 'https://mcp.example.com/mcp', headers: { authorization: 'Bearer hush' } },
        name: 'search-docs',
        input: { query: 'drains' },
      },
    ]);
  });

  it.each([
    ['a tool that was not listed', { 'drop-all': {} }],
    ['arguments of another form', { 'search-docs': { query: 7 } }],
    ['missing arguments', { 'search-docs': {} }],
    ['two at once', { 'search-docs': { query: 'x' }, tree: {} }],
    ['none', {}],
  ])('refuses %s before anything is called', async (_what, input) => {
    await register();
    const running = (await offeredTool()).run({ tenantId: 'tenant-a', signal }, input);
    await expect(running).rejects.toMatchObject({ code: 'INVALID_INPUT' });
    expect(calls).toEqual([]);
  });

  it('offers only the tools that an admin names, without asking', async () => {
    const only = { type: 'object', properties: { tree: { type: 'object' } }, additionalProperties: false };
    await register({ parameters_schema: only });
    expect(listings).toEqual([]);
    const running = (await offeredTool()).run(
      { tenantId: 'tenant-a', signal },
      { 'search-docs': { query: 'x' } },
    );
    await expect(running).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('keeps what it listed until an admin changes it', async () => {
    await register();
    offered = [treeTool];
    expect((await tools.get(principal, 'city_docs')).parameters_schema['properties']).toHaveProperty(
      'search-docs',
    );
    const updated = await tools.update(principal, 'city_docs', { description: 'Trees only' });
    expect(Object.keys(updated.parameters_schema['properties'] as object)).toEqual(['tree']);
    expect(listings).toHaveLength(2);
    expect(listings[1]?.headers).toEqual({ authorization: 'Bearer hush' });
  });

  it('is exported whole, without its secret', async () => {
    await register();
    const [tool] = [...stored.values()];
    const document = toToolDocument(tool as CustomTool);
    expect(document).toMatchObject({ kind: 'mcp', auth: { type: 'bearer' } });
    expect(document.parameters_schema).toHaveProperty('properties.tree');
  });

  it.each([
    [
      'does not answer',
      () => (failure = new AppError('TOOL_UNAVAILABLE', 'The endpoint could not be reached.')),
    ],
    ['takes too long', () => (failure = new AppError('CANCELLED', 'The call was cancelled.'))],
    ['has no tools', () => (offered = [])],
    [
      'has too many',
      () => (offered = Array.from({ length: 51 }, (_, index) => ({ ...treeTool, name: `tree-${index}` }))),
    ],
  ])('is refused when it %s', async (_what, prepare) => {
    prepare();
    await expect(register()).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      data: { problems: [{ path: '$.endpoint' }] },
    });
    expect(stored.size).toBe(0);
  });

  it('must have a public address', async () => {
    await expect(register({ endpoint: 'https://mcp.internal/mcp' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
    expect(listings).toEqual([]);
  });
});

describe('an HTTP tool', () => {
  it('still needs its schema', () => {
    const parsed = toolInput.safeParse({
      tool_name: 'weather',
      description: 'The weather',
      endpoint: 'https://weather.example.com',
    });
    expect(parsed.error?.issues).toMatchObject([{ path: ['parameters_schema'] }]);
  });
});
