import type { Usage } from '../domain/run.ts';

/** US dollars for one million tokens. */
interface Price {
  input: number;
  output: number;
}

/**
 * List prices of on-demand use, by the part of a model's id that names its family. Source: the public price lists of
 * Amazon Bedrock (aws.amazon.com/bedrock/pricing) and of Anthropic (platform.claude.com/docs/en/about-claude/pricing), known as of
 * January 2026; a cross-region profile may cost up to 10% more. Models served at one's own base URL cost nothing here.
 */
const bedrockPrices: readonly (readonly [family: string, price: Price])[] = [
  ['nova-micro', { input: 0.035, output: 0.14 }],
  ['nova-lite', { input: 0.06, output: 0.24 }],
  ['nova-pro', { input: 0.8, output: 3.2 }],
  ['nova-premier', { input: 2.5, output: 12.5 }],
  ['claude-haiku-4-5', { input: 1, output: 5 }],
  ['claude-3-5-haiku', { input: 0.8, output: 4 }],
  ['claude-3-haiku', { input: 0.25, output: 1.25 }],
  ['claude-opus-4-5', { input: 5, output: 25 }],
  ['claude-opus', { input: 15, output: 75 }],
  ['claude', { input: 3, output: 15 }],
];

/** What an unlisted Bedrock model is counted at: high, so that a budget errs on the safe side. */
const UNLISTED: Price = { input: 15, output: 75 };
const FREE: Price = { input: 0, output: 0 };

function priceOf(model: string): Price {
  if (!model.startsWith('bedrock:')) return FREE;
  return bedrockPrices.find(([family]) => model.includes(family))?.[1] ?? UNLISTED;
}

/** Usage of one or several calls of `model` (its configured name), with its cost in US dollars at list price. */
export function usageOf(model: string, inputTokens: number, outputTokens: number): Usage {
  const { input, output } = priceOf(model);
  return {
    input_tokens: inputTokens,
    output_tokens: outputTokens,
    cost_usd: (inputTokens * input + outputTokens * output) / 1_000_000,
  };
}
