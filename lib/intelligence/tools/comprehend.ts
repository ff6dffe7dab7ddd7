import * as z from 'zod';
import { defineTool, type ToolDefinition } from './tool.ts';

export const comprehendParts = ['entities', 'sentiment', 'key_phrases', 'pii'] as const;
export type ComprehendPart = (typeof comprehendParts)[number];

/** What a language service finds in a text; only the parts that were asked for are present. */
export interface Comprehension {
  entities?: { type: string; text: string; confidence: number }[];
  sentiment?: { value: string | null; confidence: number };
  key_phrases?: string[];
  pii?: { type: string; text: string }[];
}

/** Reads entities, sentiment, key phrases and personal data from a text: locally, or at Amazon Comprehend. */
export interface LanguageService {
  comprehend(
    text: string,
    parts: readonly ComprehendPart[],
    context: { now: Date; timezone: string },
    signal?: AbortSignal,
  ): Promise<Comprehension>;
}

export const makeComprehend = (service: LanguageService): ToolDefinition =>
  defineTool({
    name: 'comprehend',
    description: 'Finds entities, the sentiment, key phrases and personal data in a text.',
    input: z.strictObject({
      text: z.string().min(1).max(10_000),
      parts: z.array(z.enum(comprehendParts)).min(1).default(['entities', 'sentiment', 'key_phrases']),
    }),
    run: async ({ domain, now, signal }, { text, parts }) => {
      const context = { now, timezone: domain.home.timezone };
      return { value: await service.comprehend(text, parts, context, signal) };
    },
  });
