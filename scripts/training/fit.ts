import {
  featureBuckets,
  modelWidth,
  featuresOf,
  type FeatureKinds,
  type FeatureVector,
} from '../../lib/intelligence/reading/features.ts';
import type { LinearModel } from '../../lib/intelligence/reading/linear-model.ts';
import { makeRandom } from './random.ts';

export interface Example {
  text: string;
  /** One of the classes. */
  label: string;
  weight: number;
  /** Category of the text, as a feature; see FeatureKinds. */
  category?: string | undefined;
}

export interface FitOptions {
  kinds: FeatureKinds;
  epochs: number;
  rate: number;
  /** Shrinks weights of the buckets that an example touches, at every step. */
  decay: number;
  seed: number;
  /** Share of the hashed features left out at each step, so that the mean word vector is relied on too. */
  dropout: number;
}

/** Fits a multinomial logistic model by AdaGrad and rounds its weights to eight bits. */
export function fit(examples: readonly Example[], options: FitOptions): LinearModel {
  const classes = [...new Set(examples.map(({ label }) => label))].sort();
  const rows = examples.map(({ text, label, weight, category }) => ({
    features: featuresOf(text, { ...options.kinds, category }),
    target: classes.indexOf(label),
    weight,
  }));
  const weights = new Float32Array(classes.length * modelWidth);
  const squares = new Float32Array(weights.length).fill(0.05);
  const bias = new Float32Array(classes.length);
  const random = makeRandom(options.seed);
  const order = rows.map((_, index) => index);
  for (let epoch = 0; epoch < options.epochs; epoch++) {
    shuffle(order, random);
    for (const index of order) {
      const row = rows[index];
      if (row)
        step(
          { ...row, features: thinned(row.features, options.dropout, random) },
          { weights, squares, bias },
          classes.length,
          options,
        );
    }
  }
  return quantise(classes, weights, bias);
}

function thinned({ buckets, values }: FeatureVector, share: number, random: () => number): FeatureVector {
  const kept = Array.from(buckets.keys()).filter(
    (at) => (buckets[at] ?? 0) >= featureBuckets || random() >= share,
  );
  return {
    buckets: Int32Array.from(kept, (at) => buckets[at] ?? 0),
    values: Float32Array.from(kept, (at) => values[at] ?? 0),
  };
}

interface Parameters {
  weights: Float32Array;
  squares: Float32Array;
  bias: Float32Array;
}

function step(
  row: { features: FeatureVector; target: number; weight: number },
  { weights, squares, bias }: Parameters,
  classes: number,
  { rate, decay }: FitOptions,
): void {
  const { buckets, values } = row.features;
  const scores = new Float64Array(classes);
  for (let name = 0; name < classes; name++) {
    let sum = bias[name] ?? 0;
    for (let at = 0; at < buckets.length; at++)
      sum += (weights[name * modelWidth + (buckets[at] ?? 0)] ?? 0) * (values[at] ?? 0);
    scores[name] = sum;
  }
  const top = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - top));
  const total = powers.reduce((sum, power) => sum + power, 0);
  for (let name = 0; name < classes; name++) {
    const error = ((powers[name] ?? 0) / total - (name === row.target ? 1 : 0)) * row.weight;
    bias[name] = (bias[name] ?? 0) - 0.02 * error;
    for (let at = 0; at < buckets.length; at++) {
      const slot = name * modelWidth + (buckets[at] ?? 0);
      const gradient = error * (values[at] ?? 0) + decay * (weights[slot] ?? 0);
      squares[slot] = (squares[slot] ?? 0) + gradient * gradient;
      weights[slot] = (weights[slot] ?? 0) - (rate * gradient) / Math.sqrt(squares[slot]);
    }
  }
}

function shuffle(order: number[], random: () => number): void {
  for (let at = order.length - 1; at > 0; at--) {
    const other = Math.floor(random() * (at + 1));
    [order[at], order[other]] = [order[other] ?? 0, order[at] ?? 0];
  }
}

function quantise(classes: readonly string[], weights: Float32Array, bias: Float32Array): LinearModel {
  const largest = weights.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  const scale = largest / 127;
  return { classes, scale, bias, weights: Int8Array.from(weights, (value) => Math.round(value / scale)) };
}
