import { modelWidth, type FeatureVector } from './features.ts';

/** A multinomial logistic model with weights in eight bits, one row of `modelWidth` a class. */
export interface LinearModel {
  classes: readonly string[];
  weights: Int8Array;
  /** What one step of a weight is worth. */
  scale: number;
  bias: Float32Array;
}

/** Raw score of every class, in the order of `classes`. */
export function scoresOf(model: LinearModel, { buckets, values }: FeatureVector): number[] {
  return model.classes.map((_, row) => {
    const base = row * modelWidth;
    let sum = 0;
    for (let at = 0; at < buckets.length; at++)
      sum += (model.weights[base + (buckets[at] ?? 0)] ?? 0) * (values[at] ?? 0);
    return sum * model.scale + (model.bias[row] ?? 0);
  });
}

/** Scores as probabilities that add up to one. */
export function softmax(scores: readonly number[]): number[] {
  const top = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - top));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

/** Layout: JSON header length (4 bytes), JSON header, then all weights, model by model. */
interface Header {
  models: { name: string; classes: string[]; scale: number; bias: number[] }[];
}

export function packModels(models: ReadonlyMap<string, LinearModel>): Uint8Array {
  const header: Header = {
    models: [...models].map(([name, { classes, scale, bias }]) => ({
      name,
      classes: [...classes],
      scale,
      bias: Array.from(bias, (value) => Math.round(value * 1e4) / 1e4),
    })),
  };
  const json = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(json.length);
  return Buffer.concat([
    length,
    json,
    ...[...models.values()].map(
      ({ weights }) => new Uint8Array(weights.buffer, weights.byteOffset, weights.byteLength),
    ),
  ]);
}

/** Models by name; their weights are views into the given bytes. */
export function unpackModels(bytes: Uint8Array): Map<string, LinearModel> {
  const headerLength = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(4, 4 + headerLength))) as Header;
  const models = new Map<string, LinearModel>();
  let offset = bytes.byteOffset + 4 + headerLength;
  for (const { name, classes, scale, bias } of header.models) {
    const size = classes.length * modelWidth;
    models.set(name, {
      classes,
      scale,
      bias: Float32Array.from(bias),
      weights: new Int8Array(bytes.buffer, offset, size),
    });
    offset += size;
  }
  return models;
}
