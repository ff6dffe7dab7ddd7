import { loadVectors } from '../../lib/intelligence/reading/classifiers.ts';
import type { FitOptions } from './fit.ts';

export const vectors = await loadVectors();

/** Settings of the tone models, chosen by scripts/cross-validate.ts. */
export const toneOptions: Record<'urgency' | 'sentiment', FitOptions> = {
  urgency: { kinds: { tone: true, vectors }, epochs: 12, rate: 0.25, decay: 2e-3, seed: 5, dropout: 0.2 },
  sentiment: { kinds: { tone: true, vectors }, epochs: 12, rate: 0.25, decay: 2e-4, seed: 5, dropout: 0.3 },
};

export const categoryOptions: FitOptions = {
  kinds: { tone: false, vectors },
  epochs: 20,
  rate: 0.7,
  decay: 1e-3,
  seed: 7,
  dropout: 0.2,
};

/** The phrases of each built-in domain, in lib/intelligence/data/training. */
export const domainFiles: Readonly<Record<string, string>> = {
  civic_complaints: 'civic.txt',
  disaster_response: 'disaster.txt',
  agriculture: 'agriculture.txt',
};
