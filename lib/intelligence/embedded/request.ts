import type { LanguageModelV4CallOptions, LanguageModelV4Prompt } from '@ai-sdk/provider';
import * as z from 'zod';
import { category, home, place } from '../../domain/domain.ts';
import { toObjectSchema, type JsonSchema, type ObjectSchema } from '../../domain/json-schema.ts';
import type { DomainContext } from '../../ports/agents.ts';
import { parseSections, parseSystem, type SectionName } from '../prompt.ts';

/** A tool call of an earlier step with what came back. */
export interface ToolResult {
  tool: string;
  input: unknown;
  value: unknown;
  failed: boolean;
}

/** A call of the embedded model as its parts understand it. */
export interface EmbeddedRequest {
  /** The agent's own instructions, without the platform's rules. */
  instructions: string;
  agentName: string;
  agentClass: string;
  sections: Partial<Record<SectionName, string>>;
  domain: DomainContext;
  now: Date;
  schema: ObjectSchema;
  schemaName: string | undefined;
  tools: ReadonlySet<string>;
  results: readonly ToolResult[];
}

const domainSchema = z.object({
  domain_id: z.string(),
  domain_name: z.string(),
  home: home.catch({ timezone: 'UTC' }),
  categories: z.array(category).catch([]),
  places: z.array(place).catch([]),
});

const noDomain: DomainContext = {
  domain_id: '',
  domain_name: '',
  home: { timezone: 'UTC' },
  categories: [],
  places: [],
};

export function parseJson(text: string | undefined): unknown {
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** From the provider options, which hold all places; else from the prompt's section. */
function domainOf(options: LanguageModelV4CallOptions, section: string | undefined): DomainContext {
  const given = options.providerOptions?.['embedded']?.['domain'] ?? parseJson(section);
  const parsed = domainSchema.safeParse(given);
  return parsed.success ? parsed.data : noDomain;
}

const textOf = (prompt: LanguageModelV4Prompt, role: 'system' | 'user'): string =>
  prompt
    .flatMap((message) => {
      if (message.role === 'system') return role === 'system' ? [message.content] : [];
      if (message.role !== 'user' || role !== 'user') return [];
      return message.content.flatMap((part) => (part.type === 'text' ? [part.text] : []));
    })
    .join('\n\n');

function resultsOf(prompt: LanguageModelV4Prompt): ToolResult[] {
  const inputs = new Map<string, unknown>();
  for (const message of prompt)
    if (message.role === 'assistant')
      for (const part of message.content)
        if (part.type === 'tool-call') inputs.set(part.toolCallId, part.input);
  return prompt.flatMap((message) => {
    if (message.role !== 'tool') return [];
    return message.content.flatMap((part) => {
      if (part.type !== 'tool-result') return [];
      const { output } = part;
      const value = 'value' in output ? output.value : undefined;
      const failed = output.type !== 'json' || isError(value);
      return [{ tool: part.toolName, input: inputs.get(part.toolCallId), value, failed }];
    });
  });
}

const isError = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && 'error' in value && Object.keys(value).length === 1;

const schemaOf = ({ responseFormat }: LanguageModelV4CallOptions): ObjectSchema =>
  toObjectSchema(responseFormat?.type === 'json' ? ((responseFormat.schema ?? {}) as JsonSchema) : {});

const instantOf = (text: string | undefined): Date => {
  const parsed = new Date(text ?? '');
  return Number.isNaN(parsed.getTime()) ? new Date() : parsed;
};

export function toRequest(options: LanguageModelV4CallOptions): EmbeddedRequest {
  const { prompt, tools, responseFormat } = options;
  const sections = parseSections(textOf(prompt, 'user'));
  return {
    ...parseSystem(textOf(prompt, 'system')),
    sections,
    domain: domainOf(options, sections.domain),
    now: instantOf(sections.now),
    schema: schemaOf(options),
    schemaName: responseFormat?.type === 'json' ? responseFormat.name : undefined,
    tools: new Set(tools?.map(({ name }) => name)),
    results: resultsOf(prompt),
  };
}
