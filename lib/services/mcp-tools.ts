import { checkableSchemaProblems } from '../domain/json-schema-rules.ts';
import type { JsonSchema } from '../domain/json-schema.ts';
import type { CustomTool } from '../domain/tool.ts';
import { AppError, invalidInput } from '../errors.ts';
import type { McpClient, McpTool, SecretSealer } from '../ports/limits.ts';

const MAX_TOOLS = 50;
const MAX_DESCRIPTION = 500;
const MAX_SCHEMA = 8_000;
/** Of the HTTP request that registers a server, some seconds are left for everything else. */
const LISTING_MS = 15_000;

/** The headers that authorise us at a tool's endpoint. */
export function authHeaders(
  sealer: Pick<SecretSealer, 'open'>,
  tenantId: string,
  { tool_name, auth }: Pick<CustomTool, 'tool_name' | 'auth'>,
): Record<string, string> {
  if (auth.type === 'none' || auth.sealed_secret === undefined) return {};
  const secret = sealer.open(tenantId, `tool:${tool_name}`, auth.sealed_secret);
  return auth.type === 'bearer' ? { authorization: `Bearer ${secret}` } : { 'x-api-key': secret };
}

/** What cannot be checked here is left to the server: references, which would point elsewhere in our schema, and dialects. */
function argumentsOf({ description, parameters }: McpTool): JsonSchema {
  const { $schema: _, ...schema } = parameters;
  const text = JSON.stringify(schema);
  const isCheckable =
    schema['type'] === 'object' &&
    text.length <= MAX_SCHEMA &&
    !text.includes('"$ref"') &&
    checkableSchemaProblems(schema).length === 0;
  const said = description.slice(0, MAX_DESCRIPTION);
  return { ...(isCheckable ? schema : { type: 'object' }), ...(said !== '' && { description: said }) };
}

/**
 * The tools of a server as the arguments of one tool: each is a property, named as the server names it, that holds its
 * arguments. Kept as it was when an admin registered it: a server that changes its mind later changes nothing here.
 */
export const toParameters = (tools: readonly McpTool[]): JsonSchema => ({
  type: 'object',
  description: 'Exactly one property: the name of the remote tool to call, with its arguments.',
  properties: Object.fromEntries(tools.map((tool) => [tool.name, argumentsOf(tool)])),
  additionalProperties: false,
});

/** Asks a server for its tools; INVALID_INPUT at the endpoint when it has none, too many, or does not answer well. */
export async function listParameters(
  mcp: Pick<McpClient, 'listTools'>,
  endpoint: string,
  headers: Readonly<Record<string, string>>,
): Promise<JsonSchema> {
  const refuse = (message: string) => invalidInput([{ path: '$.endpoint', message }]);
  const tools = await mcp
    .listTools({ endpoint, headers }, AbortSignal.timeout(LISTING_MS))
    .catch((error: unknown) => {
      if (!(error instanceof AppError)) throw error;
      if (error.code === 'CANCELLED') throw refuse('did not list its tools in time');
      throw refuse(error.message);
    });
  if (tools.length === 0) throw refuse('has no tools');
  if (tools.length > MAX_TOOLS)
    throw refuse(
      `has ${tools.length} tools, more than ${MAX_TOOLS}: name those to offer in parameters_schema.properties`,
    );
  return toParameters(tools);
}

/** The one remote tool that arguments name. */
export function remoteCall(input: Readonly<Record<string, unknown>>): {
  name: string;
  input: Record<string, unknown>;
} {
  const [first, ...more] = Object.entries(input);
  if (first === undefined || more.length > 0)
    throw invalidInput([{ path: '$', message: 'must have exactly one property, the remote tool to call' }]);
  const [name, value] = first;
  return { name, input: (value ?? {}) as Record<string, unknown> };
}
