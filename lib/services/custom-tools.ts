import { Validator, type OutputUnit } from '@cfworker/json-schema';
import type { JsonSchema } from '../domain/json-schema.ts';
import { isBuiltinTool, type CustomTool } from '../domain/tool.ts';
import { AppError, invalidInput } from '../errors.ts';
import type { HttpCaller, HttpToolRequest, McpClient, SecretSealer, ToolStore } from '../ports/limits.ts';
import { authHeaders, remoteCall } from './mcp-tools.ts';

/** A tool as the runner of agents calls it. */
export interface RunnableTool {
  readonly name: string;
  readonly description: string;
  readonly parameters: JsonSchema;
  run(scope: { tenantId: string; signal: AbortSignal }, input: unknown): Promise<{ value: unknown }>;
}

export interface CustomToolPorts {
  tools: Pick<ToolStore, 'list'>;
  sealer: SecretSealer;
  http: Pick<HttpCaller, 'call'>;
  mcp: Pick<McpClient, 'callTool'>;
}

type Arguments = Record<string, unknown>;

const MAX_PROBLEMS = 20;

/** `#/a/b` is `$.a.b` in answers. */
const toProblem = ({ instanceLocation, error }: OutputUnit) => ({
  path: instanceLocation.replace('#', '$').replaceAll('/', '.'),
  message: error,
});

function checked(schema: JsonSchema, input: unknown): Arguments {
  const { valid, errors } = new Validator(schema, '2020-12', false).validate(input);
  if (valid) return input as Arguments;
  throw invalidInput(errors.slice(0, MAX_PROBLEMS).map(toProblem));
}

const asText = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** GET puts the arguments into the query string, POST into a JSON body. */
function toRequest(
  { endpoint, method }: CustomTool,
  input: Arguments,
  auth: Record<string, string>,
): HttpToolRequest {
  const headers = { accept: 'application/json', 'user-agent': 'domainflow', ...auth };
  const url = new URL(endpoint);
  if (method === 'GET') {
    for (const [name, value] of Object.entries(input)) url.searchParams.set(name, asText(value));
    return { url: url.href, method, headers };
  }
  const body = JSON.stringify(input);
  return { url: url.href, method, headers: { ...headers, 'content-type': 'application/json' }, body };
}

function parsedBody(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

/** The tools of a tenant, ready for its agents to call. */
export function makeCustomTools({ tools, sealer, http, mcp }: CustomToolPorts) {
  const callRemote = async (tool: CustomTool, tenantId: string, input: unknown, signal: AbortSignal) => {
    const { name, input: given } = remoteCall(checked(tool.parameters_schema, input));
    const server = { endpoint: tool.endpoint, headers: authHeaders(sealer, tenantId, tool) };
    return { value: await mcp.callTool(server, name, given, signal) };
  };

  const toRunnable = (tool: CustomTool): RunnableTool => ({
    name: tool.tool_name,
    description: tool.description,
    parameters: tool.parameters_schema,
    run: async ({ tenantId, signal }, input) => {
      if (tool.kind === 'mcp') return callRemote(tool, tenantId, input, signal);
      const auth = authHeaders(sealer, tenantId, tool);
      const request = toRequest(tool, checked(tool.parameters_schema, input), auth);
      const { status, body } = await http.call(request, signal);
      if (status >= 200 && status < 300) return { value: parsedBody(body) };
      throw new AppError('TOOL_FAILED', `${tool.tool_name} answered with status ${status}.`);
    },
  });

  return {
    async find(tenantId: string, names: readonly string[]): Promise<RunnableTool[]> {
      if (names.every(isBuiltinTool)) return [];
      const own = await tools.list(tenantId);
      return own.filter(({ tool_name }) => names.includes(tool_name)).map(toRunnable);
    },
  };
}
