import * as z from 'zod';
import type { JsonSchema } from '../../domain/json-schema.ts';
import { reportFilter } from '../../domain/filter.ts';
import { AppError, invalidInput } from '../../errors.ts';
import { lazily } from '../../lazily.ts';
import type { DomainContext } from '../../ports/agents.ts';

/** For whom a tool works. Comes from the invocation; no argument of a model can change it. */
export interface ToolScope {
  readonly tenantId: string;
  readonly userId: string;
  readonly domain: DomainContext;
  readonly now: Date;
  readonly signal: AbortSignal;
}

export interface ToolOutcome {
  /** JSON that the model is shown. */
  value: unknown;
  /** Incident ids that were read, most relevant first. */
  references?: readonly string[];
}

/** A tool as models see it (name, description, JSON Schema of its arguments) and as the runner calls it. */
export interface ToolDefinition {
  readonly name: string;
  readonly description: string;
  readonly parameters: JsonSchema;
  /** Throws AppError: INVALID_INPUT for arguments that do not fit, TOOL_UNAVAILABLE, TOOL_FAILED. */
  run(scope: ToolScope, input: unknown): Promise<ToolOutcome>;
}

/** Where the runner finds the tools of an agent: built-in ones, and a tenant's own. */
export interface ToolCatalogue {
  /** Those that exist, in the order asked for. */
  find(tenantId: string, names: readonly string[]): Promise<ToolDefinition[]>;
}

/** Several catalogues as one; the earlier wins. */
export const joinCatalogues = (...catalogues: readonly ToolCatalogue[]): ToolCatalogue => ({
  find: async (tenantId, names) => {
    const all = (await Promise.all(catalogues.map((each) => each.find(tenantId, names)))).flat();
    return names.flatMap((name) => all.find((tool) => tool.name === name) ?? []);
  },
});

const problemsOf = (error: z.ZodError) =>
  error.issues.map(({ path, message }) => ({ path: ['$', ...path.map(String)].join('.'), message }));

export function defineTool<Input extends z.ZodType>(definition: {
  name: string;
  description: string;
  input: Input;
  run: (scope: ToolScope, input: z.infer<Input>) => Promise<ToolOutcome>;
}): ToolDefinition {
  const parameters = lazily(() => {
    const { $schema: _, ...schema } = z.toJSONSchema(definition.input, { io: 'input' });
    return schema;
  });
  return {
    name: definition.name,
    description: definition.description,
    get parameters() {
      return parameters();
    },
    run: async (scope, input) => {
      const parsed = definition.input.safeParse(input);
      if (!parsed.success) throw invalidInput(problemsOf(parsed.error));
      return definition.run(scope, parsed.data);
    },
  };
}

/** The filter that tools take: every selection but the domain, which the invocation fixes. */
export const toolFilter = reportFilter
  .omit({ domain_id: true })
  .describe('Which reports are meant; an empty object means all reports of the domain.');
export type ToolFilter = z.infer<typeof toolFilter>;

export const inDomain = ({ domain }: ToolScope, filter: ToolFilter) => ({
  ...filter,
  domain_id: domain.domain_id,
});

export const unavailable = (tool: string, setting: string): AppError =>
  new AppError('TOOL_UNAVAILABLE', `${tool} is not available: ${setting} is not configured.`, {
    data: { tool, setting },
  });
