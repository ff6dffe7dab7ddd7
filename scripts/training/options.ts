import type { FitOptions } from './fit.ts';

/** Settings of the tone models, chosen by scripts/cross-validate.ts. */
export const toneOptions: Record<'urgency' | 'sentiment', FitOptions> = {
  urgency: { kinds: { tone: true }, epochs: 12, rate: 0.25, decay: 2e-3, seed: 5 },
  sentiment: { kinds: { tone: true }, epochs: 12, rate: 0.25, decay: 2e-4, seed: 5 },
};

export const categoryOptions: FitOptions = {
  kinds: { tone: false },
  epochs: 10,
  rate: 0.25,
  decay: 1e-4,
  seed: 7,
};
