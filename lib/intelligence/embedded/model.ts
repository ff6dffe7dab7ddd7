import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4Content,
  LanguageModelV4GenerateResult,
  LanguageModelV4StreamPart,
} from '@ai-sdk/provider';
import { RAISE_ERROR } from '../tools/raise-error.ts';
import { refusalOf } from './refusal.ts';
import type { Brain, EmbeddedReply } from './reply.ts';
import { toRequest, type EmbeddedRequest } from './request.ts';

export const EMBEDDED = 'embedded';

/** Which way of working fits a request: by the class that the platform names in the system message. */
export type BrainFor = (request: EmbeddedRequest) => Brain;

async function reply(request: EmbeddedRequest, brainFor: BrainFor): Promise<EmbeddedReply> {
  const refusal = refusalOf(request.instructions);
  if (refusal !== undefined && request.tools.has(RAISE_ERROR))
    return {
      calls: [{ tool: RAISE_ERROR, input: { message: refusal } }],
      reasoning: 'The instructions tell this agent to fail.',
    };
  const brain = brainFor(request);
  if (request.results.length === 0) {
    const calls = brain.wishes(request).filter(({ tool }) => request.tools.has(tool));
    if (calls.length > 0)
      return { calls, reasoning: `Asks ${[...new Set(calls.map(({ tool }) => tool))].join(', ')}.` };
  }
  return brain.answer(request);
}

function contentOf(answer: EmbeddedReply, step: number): LanguageModelV4Content[] {
  const reasoning: LanguageModelV4Content = { type: 'reasoning', text: answer.reasoning };
  if ('output' in answer) return [reasoning, { type: 'text', text: JSON.stringify(answer.output) }];
  const calls = answer.calls.map(({ tool, input }, index): LanguageModelV4Content => ({
    type: 'tool-call',
    toolCallId: `call-${step}-${index}`,
    toolName: tool,
    input: JSON.stringify(input),
  }));
  return [reasoning, ...calls];
}

/** Nothing is billed for it. */
const usage: LanguageModelV4GenerateResult['usage'] = {
  inputTokens: { total: 0, noCache: 0, cacheRead: 0, cacheWrite: 0 },
  outputTokens: { total: 0, text: 0, reasoning: 0 },
};

async function generate(
  options: LanguageModelV4CallOptions,
  brainFor: BrainFor,
): Promise<LanguageModelV4GenerateResult> {
  options.abortSignal?.throwIfAborted();
  const request = toRequest(options);
  const answer = await reply(request, brainFor);
  const unified = 'calls' in answer ? 'tool-calls' : 'stop';
  const step = options.prompt.length;
  return { content: contentOf(answer, step), finishReason: { unified, raw: unified }, usage, warnings: [] };
}

function* partsOf({
  content,
  finishReason,
  warnings,
}: LanguageModelV4GenerateResult): Generator<LanguageModelV4StreamPart> {
  yield { type: 'stream-start', warnings };
  for (const [index, part] of content.entries()) {
    const id = String(index);
    if (part.type === 'text' || part.type === 'reasoning') {
      yield { type: `${part.type}-start`, id };
      yield { type: `${part.type}-delta`, id, delta: part.text };
      yield { type: `${part.type}-end`, id };
    } else if (part.type === 'tool-call') yield part;
  }
  yield { type: 'finish', finishReason, usage };
}

/**
 * The embedded model: reads the same prompt as every other model, asks for the same tools and answers in the same form,
 * deterministically and in this process.
 */
export const makeEmbeddedModel = (brainFor: BrainFor): LanguageModelV4 => ({
  specificationVersion: 'v4',
  provider: EMBEDDED,
  modelId: EMBEDDED,
  supportedUrls: {},
  doGenerate: (options) => generate(options, brainFor),
  doStream: async (options) => {
    const result = await generate(options, brainFor);
    return { stream: ReadableStream.from(partsOf(result)) };
  },
});
