import * as z from 'zod';
import { jsonSchema, type JsonSchema } from './json-schema.ts';
import { checkableSchemaProblems } from './json-schema-rules.ts';
import { metadata } from './metadata.ts';

export const builtinToolNames = [
  'location_service',
  'comprehend',
  'web_search',
  'retrieval_api',
  'aggregation_api',
  'spatial_api',
  'analytics_api',
  'raise_error',
] as const;
export type BuiltinToolName = (typeof builtinToolNames)[number];
export const isBuiltinTool = (name: string): name is BuiltinToolName =>
  (builtinToolNames as readonly string[]).includes(name);

const description = z.string().trim().min(1).max(1_000);
const endpoint = z.url({ protocol: /^https$/, error: 'expected an https URL' }).max(2_000);
const method = z.enum(['GET', 'POST']);
/** `http`: the endpoint is called with the arguments. `mcp`: the endpoint is a server of the Model Context Protocol. */
const kind = z.enum(['http', 'mcp']);

function checkParameters(schema: JsonSchema, context: z.RefinementCtx): void {
  for (const { path, message } of checkableSchemaProblems(schema)) {
    context.addIssue({ code: 'custom', path: [...path], message });
  }
  if (schema['type'] !== 'object') {
    context.addIssue({ code: 'custom', path: ['type'], message: 'expected "object": arguments have names' });
  }
}
const parametersSchema = jsonSchema.superRefine(checkParameters);

const secret = z
  .string()
  .regex(/^[\x21-\x7e]+$/, 'expected visible ASCII characters')
  .max(4_000);
const authType = z.enum(['none', 'api_key', 'bearer']);
/** How a tool's endpoint is authorised: `api_key` goes into `X-Api-Key`, `bearer` into `Authorization`. */
const authInput = z.discriminatedUnion('type', [
  z.object({ type: z.literal('none') }),
  z.object({ type: z.literal('api_key'), secret }),
  z.object({ type: z.literal('bearer'), secret }),
]);
export type ToolAuthInput = z.infer<typeof authInput>;

const fields = z.object({
  tool_name: z.string().regex(/^[a-z][a-z0-9_]{2,63}$/, 'must match ^[a-z][a-z0-9_]{2,63}$'),
  description,
  kind: kind.default('http'),
  endpoint,
  method: method.default('POST'),
  parameters_schema: parametersSchema,
  auth: authInput.default({ type: 'none' }),
});

/** An MCP server says itself what its tools take; a schema that is given names those of its tools that may be called. */
export const toolInput = fields.partial({ parameters_schema: true }).superRefine((tool, context) => {
  if (tool.kind === 'mcp' || tool.parameters_schema !== undefined) return;
  context.addIssue({ code: 'custom', path: ['parameters_schema'], message: 'is needed for an HTTP tool' });
});
export type ToolInput = z.infer<typeof toolInput>;

/** A tool in an exported configuration: whole, without its secret. */
export const toolDocument = fields.omit({ auth: true }).extend({
  auth: z.object({ type: authType }),
});

export const toolPatch = z
  .object({
    description,
    endpoint,
    method,
    parameters_schema: parametersSchema,
    /** Without a secret the stored one stays, as long as the type does. */
    auth: z.union([authInput, z.object({ type: z.enum(['api_key', 'bearer']) })]),
    version: z.int().positive(),
  })
  .partial();
export type ToolPatch = z.infer<typeof toolPatch>;

/** A tool as answered. Of a secret it is only said whether there is one. */
export const tool = z.object({
  tool_name: z.string(),
  description: z.string(),
  is_inbuilt: z.boolean(),
  parameters_schema: jsonSchema,
  kind: kind.optional(),
  endpoint: z.string().optional(),
  method: method.optional(),
  auth: z.object({ type: authType, has_secret: z.boolean() }).optional(),
  ...metadata.partial().shape,
  version: z.int().positive().optional(),
});
export type Tool = z.infer<typeof tool>;

/** A tenant's tool as stored; the secret is sealed and leaves only towards the endpoint. */
export const customTool = metadata.extend({
  tool_name: z.string(),
  description: z.string(),
  /** Absent of tools stored before there were two. */
  kind: kind.optional(),
  endpoint: z.string(),
  method,
  parameters_schema: jsonSchema,
  auth: z.object({ type: authType, sealed_secret: z.string().optional() }),
  version: z.int().positive(),
});
export type CustomTool = z.infer<typeof customTool>;
