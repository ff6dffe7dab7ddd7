import type { LanguageModelV4, LanguageModelV4CallOptions } from '@ai-sdk/provider';
import { wrapLanguageModel } from 'ai';
import * as z from 'zod';
import type { CallEstimate, Meter } from '../ports/limits.ts';
import type { Models } from './model.ts';
import { usageOf } from './prices.ts';

/** Characters of English text a token has, roughly; only reservations are made with it. */
const CHARACTERS_PER_TOKEN = 4;
/** What a call is expected to answer at most; most answers are far shorter. */
const EXPECTED_OUTPUT = 512;

/** On whose account a call goes; the callers put it into the provider options. */
const booking = z.object({ job_id: z.string(), agent_id: z.string(), domain_id: z.string() });
const nobody = { job_id: '', agent_id: '', domain_id: '' };

function estimateOf(name: string, { prompt, maxOutputTokens }: LanguageModelV4CallOptions): CallEstimate {
  const input = Math.ceil(JSON.stringify(prompt).length / CHARACTERS_PER_TOKEN);
  const output = Math.min(maxOutputTokens ?? EXPECTED_OUTPUT, EXPECTED_OUTPUT);
  return { tokens: input + output, usd: usageOf(name, input, output).cost_usd };
}

function metered(tenantId: string, name: string, model: LanguageModelV4, meter: Meter): LanguageModelV4 {
  return wrapLanguageModel({
    model,
    middleware: {
      specificationVersion: 'v4',
      wrapGenerate: async ({ doGenerate, params }) => {
        const reserved = await meter.reserve(tenantId, estimateOf(name, params));
        const account = booking.safeParse(params.providerOptions?.['booking']).data ?? nobody;
        try {
          const result = await doGenerate();
          const { inputTokens, outputTokens } = result.usage;
          const used = usageOf(name, inputTokens.total ?? 0, outputTokens.total ?? 0);
          await meter.settle(tenantId, reserved, { ...account, model: name, ...used });
          return result;
        } catch (error) {
          await meter.settle(tenantId, reserved, undefined);
          throw error;
        }
      },
    },
  });
}

/**
 * Models whose every call is booked on the tenant: room in the day's budget is reserved before, what was used is
 * settled after. BUDGET_SPENT when there is no room.
 */
export const makeMeteredModels = (models: Models, meter: Meter): Models => ({
  async resolve(tenantId, override) {
    const { name, model } = await models.resolve(tenantId, override);
    return { name, model: metered(tenantId, name, model, meter) };
  },
});
