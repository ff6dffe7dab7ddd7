import { createHash } from 'node:crypto';
import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4GenerateResult,
} from '@ai-sdk/provider';
import { wrapLanguageModel } from 'ai';
import type { AnswerMemo } from '../ports/agents.ts';
import type { Clock } from '../ports/world.ts';

/** All that decides an answer; the same call has the same fingerprint in every process. */
function fingerprint(name: string, options: LanguageModelV4CallOptions): string {
  const { prompt, tools, toolChoice, responseFormat, temperature, maxOutputTokens } = options;
  const asked = { name, prompt, tools, toolChoice, responseFormat, temperature, maxOutputTokens };
  return createHash('sha256').update(JSON.stringify(asked)).digest('hex').slice(0, 32);
}

/** The part of a result that is an answer: headers and bodies are of the moment. */
const answerOf = ({ content, finishReason, usage, providerMetadata }: LanguageModelV4GenerateResult) => ({
  content,
  finishReason,
  usage,
  warnings: [],
  ...(providerMetadata && { providerMetadata }),
});

/** A model that is not asked twice for the same answer in one run; stands above whatever books its calls. */
export function remembering(
  name: string,
  model: LanguageModelV4,
  answers: AnswerMemo,
  clock: Pick<Clock, 'now'>,
): LanguageModelV4 {
  return wrapLanguageModel({
    model,
    middleware: {
      specificationVersion: 'v4',
      wrapGenerate: async ({ doGenerate, params }) => {
        const call = fingerprint(name, params);
        const known = answers.find(call) as LanguageModelV4GenerateResult | undefined;
        if (known !== undefined) return known;
        const started = clock.now().getTime();
        const result = await doGenerate();
        const tookMs = clock.now().getTime() - started;
        const goesOn = result.finishReason.unified === 'tool-calls';
        await answers.keep(call, answerOf(result), { goesOn, tookMs });
        return result;
      },
    },
  });
}
