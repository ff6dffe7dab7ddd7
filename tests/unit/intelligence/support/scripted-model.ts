import type {
  LanguageModelV4,
  LanguageModelV4CallOptions,
  LanguageModelV4Content,
  LanguageModelV4GenerateResult,
} from '@ai-sdk/provider';
import { systemClock } from '../../../../lib/adapters/system/clock.ts';
import type { AgentLimits } from '../../../../lib/intelligence/limits.ts';
import type { Models } from '../../../../lib/intelligence/model.ts';
import { makeAgentRunner } from '../../../../lib/intelligence/run-agent.ts';
import type { ToolDefinition } from '../../../../lib/intelligence/tools/tool.ts';
import { raiseError } from '../../../../lib/intelligence/tools/raise-error.ts';
import { recordingLog } from './invocation.ts';

export type Turn =
  | { call: string; input: unknown }[]
  | { answer: unknown; finish?: LanguageModelV4GenerateResult['finishReason']['unified'] };

const tokens = (total: number) => ({ total, noCache: total, cacheRead: 0, cacheWrite: 0 });

function contentOf(turn: Turn, step: number): LanguageModelV4Content[] {
  if ('answer' in turn)
    return [
      { type: 'text', text: typeof turn.answer === 'string' ? turn.answer : JSON.stringify(turn.answer) },
    ];
  return turn.map(({ call, input }, index) => ({
    type: 'tool-call',
    toolCallId: `call-${step}-${index}`,
    toolName: call,
    input: typeof input === 'string' ? input : JSON.stringify(input),
  }));
}

export interface ScriptedModel {
  model: LanguageModelV4;
  calls: LanguageModelV4CallOptions[];
}

/** A model that does what the script says, turn by turn; it records what it was asked and throws when unscripted. */
export function scriptedModel(
  script: (options: LanguageModelV4CallOptions, turn: number) => Turn | undefined,
  usage = { input: 10, output: 5 },
): ScriptedModel {
  const calls: LanguageModelV4CallOptions[] = [];
  const model: LanguageModelV4 = {
    specificationVersion: 'v4',
    provider: 'scripted',
    modelId: 'scripted',
    supportedUrls: {},
    doStream: () => Promise.reject(new Error('nothing streams here')),
    doGenerate: async (options) => {
      calls.push(options);
      const turn = script(options, calls.length - 1);
      if (!turn) throw new Error(`unscripted call ${calls.length}`);
      const unified = 'answer' in turn ? (turn.finish ?? 'stop') : 'tool-calls';
      return Promise.resolve({
        content: contentOf(turn, calls.length),
        finishReason: { unified, raw: unified },
        usage: {
          inputTokens: tokens(usage.input),
          outputTokens: { total: usage.output, text: usage.output, reasoning: 0 },
        },
        warnings: [],
      });
    },
  };
  return { model, calls };
}

export interface RunnerOptions {
  tools?: readonly ToolDefinition[];
  limits?: Partial<AgentLimits>;
  /** The name that usage is booked and priced under. */
  name?: string;
  redact?: (text: string) => string;
}

/** The agent runner with a scripted model and the given tools. */
export function scriptedRunner(
  scripted: ScriptedModel,
  { tools = [], limits, name = 'embedded', redact }: RunnerOptions = {},
) {
  const models: Models = { resolve: async () => Promise.resolve({ name, model: scripted.model }) };
  const catalogue = [...tools, raiseError];
  const log = recordingLog();
  const runner = makeAgentRunner({
    models,
    tools: {
      find: async (_tenant, names) =>
        Promise.resolve(names.flatMap((each) => catalogue.find((tool) => tool.name === each) ?? [])),
    },
    clock: systemClock,
    log,
    redact: redact ?? ((text) => text),
    limits,
  });
  return { runner, log };
}
