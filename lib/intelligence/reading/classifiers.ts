import { brotliDecompressSync } from 'node:zlib';
import { featuresOf, type FeatureKinds } from './features.ts';
import { openVectors, type WordVectors } from './word-vectors.ts';
import { scoresOf, softmax, unpackModels, type LinearModel } from './linear-model.ts';

/** Trained models. Every answer is a probability by class, over all classes of the model. */
export interface Classifiers {
  /** Vectors of word roots, for likeness of words. */
  vectors: WordVectors;
  /** `category` is the text's category, when it is known. */
  urgency(text: string, category?: string): Map<string, number>;
  sentiment(text: string): Map<string, number>;
  /** The model of the built-in domain that shares most keys with these, restricted to them; undefined when fewer than half are known. */
  category(text: string, keys: readonly string[]): Map<string, number> | undefined;
}

const categoryModels = ['civic_complaints', 'disaster_response', 'agriculture'] as const;

/** Classifiers over packed models; throws when one is missing. */
export function makeClassifiers(bytes: Uint8Array, vectors: WordVectors): Classifiers {
  const models = unpackModels(bytes);
  const model = (name: string): LinearModel => {
    const found = models.get(name);
    if (!found) throw new Error(`No model "${name}" in the packed classifiers.`);
    return found;
  };
  return {
    vectors,
    urgency: (text, category) => probabilities(model('urgency'), text, { tone: true, category, vectors }),
    sentiment: (text) => probabilities(model('sentiment'), text, { tone: true, vectors }),
    category: (text, keys) => {
      const best = categoryModels.map(model).sort((a, b) => shared(b, keys) - shared(a, keys))[0];
      return best && shared(best, keys) * 2 >= keys.length
        ? restricted(best, text, keys, vectors)
        : undefined;
    },
  };
}

/** The models are surer than they are right on unseen sentences; this brings both together. */
const temperature = 1.8;
const cooled = (score: number): number => score / temperature;

const shared = ({ classes }: LinearModel, keys: readonly string[]): number =>
  classes.filter((key) => keys.includes(key)).length;

function probabilities(model: LinearModel, text: string, kinds: FeatureKinds): Map<string, number> {
  const chances = softmax(scoresOf(model, featuresOf(text, kinds)).map(cooled));
  return new Map(model.classes.map((name, index) => [name, chances[index] ?? 0]));
}

function restricted(
  model: LinearModel,
  text: string,
  keys: readonly string[],
  vectors: WordVectors,
): Map<string, number> {
  const scores = scoresOf(model, featuresOf(text, { tone: false, vectors }));
  const wanted = model.classes
    .map((name, index) => ({ name, score: scores[index] ?? 0 }))
    .filter(({ name }) => keys.includes(name));
  const chances = softmax(wanted.map(({ score }) => cooled(score)));
  return new Map(wanted.map(({ name }, index) => [name, chances[index] ?? 0]));
}

let loading: Promise<Classifiers> | undefined;

/** The trained models of this repository, loaded once a process on first use. */
export function loadClassifiers(): Promise<Classifiers> {
  loading ??= Promise.all([import('../data/generated/classifiers.ts'), loadVectors()]).then(
    ([{ default: packed }, vectors]) => makeClassifiers(unpack(packed), vectors),
  );
  return loading;
}

/** The word vectors of this repository. */
export async function loadVectors(): Promise<WordVectors> {
  const { default: packed } = await import('../data/generated/vectors.ts');
  return openVectors(unpack(packed));
}

const unpack = (packed: string): Uint8Array => brotliDecompressSync(Buffer.from(packed, 'base64'));
