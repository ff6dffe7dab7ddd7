import * as z from 'zod';
import { jsonSchema, outputKeys, type JsonSchema } from './json-schema.ts';
import { outputSchemaProblems } from './json-schema-rules.ts';
import { versioned } from './metadata.ts';

export const agentClasses = ['ingestion', 'query', 'management'] as const;
export const agentClass = z.enum(agentClasses);
export type AgentClass = z.infer<typeof agentClass>;

/** Fixed by the product: an agent says at most five things. */
export const MAX_OUTPUT_KEYS = 5;

export const modelName = z
  .string()
  .regex(
    /^(embedded|bedrock:.{1,200}|openai-compatible:.{1,200})$/,
    'expected embedded, bedrock:<model id> or openai-compatible:<model>',
  );

function checkOutputSchema(schema: JsonSchema, context: z.RefinementCtx): void {
  const addProblem = (path: readonly PropertyKey[], message: string) =>
    context.addIssue({ code: 'custom', path: [...path], message });
  for (const { path, message } of outputSchemaProblems(schema)) addProblem(path, message);
  const keys = outputKeys(schema).length;
  if (keys < 1 || keys > MAX_OUTPUT_KEYS) {
    addProblem([], `has ${keys} properties; between 1 and ${MAX_OUTPUT_KEYS} are expected`);
  }
}
/** The output schema as it may come in; what is stored has passed. */
const checkedOutputSchema = jsonSchema.superRefine(checkOutputSchema);

const fields = {
  agent_name: z.string().trim().min(1).max(100),
  agent_class: agentClass,
  system_prompt: z.string().trim().min(1).max(20_000),
  tools: z.array(z.string().min(1).max(64)).max(20),
  agent_dependencies: z.array(z.string().min(1).max(100)).max(50),
  output_schema: jsonSchema,
  description: z.string().max(1_000),
  enabled: z.boolean(),
  model: modelName.nullable(),
};

/** What an administrator sends to create an agent. */
export const agentInput = z.object({
  ...fields,
  tools: fields.tools.default([]),
  agent_dependencies: fields.agent_dependencies.default([]),
  output_schema: checkedOutputSchema,
  max_output_keys: z.literal(MAX_OUTPUT_KEYS).default(MAX_OUTPUT_KEYS),
  description: fields.description.default(''),
  enabled: fields.enabled.default(true),
  model: fields.model.optional(),
});
export type AgentInput = z.infer<typeof agentInput>;

/** What an administrator sends to change an agent: any subset, and the version it was read at. */
export const agentPatch = z
  .object(fields)
  .partial()
  .extend({
    output_schema: checkedOutputSchema.optional(),
    max_output_keys: z.literal(MAX_OUTPUT_KEYS).optional(),
    version: z.int().positive().optional(),
  });
export type AgentPatch = z.infer<typeof agentPatch>;

export const agent = versioned.extend({
  ...fields,
  agent_id: z.string(),
  max_output_keys: z.literal(MAX_OUTPUT_KEYS),
  is_inbuilt: z.boolean(),
});
export type Agent = z.infer<typeof agent>;

export const agentVersion = z.object({
  agent_id: z.string(),
  version: z.int().positive(),
  created_at: z.string(),
  created_by: z.string(),
  agent,
});
export type AgentVersion = z.infer<typeof agentVersion>;

export const dependencyGraph = z.object({
  nodes: z.array(z.object({ id: z.string(), label: z.string(), class: agentClass })),
  edges: z.array(z.object({ from: z.string(), to: z.string() })),
});
export type DependencyGraph = z.infer<typeof dependencyGraph>;
