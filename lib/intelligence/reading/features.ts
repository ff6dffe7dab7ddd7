import { signalsIn } from './signals.ts';
import { wordRoot } from './words.ts';
import { meanVector, type WordVectors } from './word-vectors.ts';

/** Number of hash buckets; a power of two. */
export const featureBuckets = 1 << 17;
/** Room for the mean word vector behind the hash buckets. */
export const vectorRoom = 64;
/** Weights of one class. */
export const modelWidth = featureBuckets + vectorRoom;

const negations =
  /^(?:not|no|never|none|nobody|nothing|neither|nor|without|cannot|can't|cant|won't|wont|don't|dont|doesn't|doesnt|didn't|didnt|isn't|isnt|wasn't|wasnt|aren't|arent|haven't|hasn't|hasnt|wouldn't|couldn't|hardly|barely)$/;
const clauseEnd = /[.!?;:\n]|,\s*(?:but|and|so|yet)\b/;
const scopeWords = 4;

/** The features of a text for the linear models: hashed buckets with weights, of unit length. */
export interface FeatureVector {
  buckets: Int32Array;
  values: Float32Array;
}

/** Which kinds of features a model uses. */
export interface FeatureKinds {
  /** Category of the text, when it is known; a feature of its own. */
  category?: string | undefined;
  /** Adds the mean direction of the words. */
  vectors?: WordVectors | undefined;
  /** Marks words after a negation, and keeps shouting and punctuation. */
  tone: boolean;
}

/** What comes later in a report says little new. */
const longestText = 3_000;
const word = /[\p{L}\p{N}]+(?:['’][\p{L}]+)*/gu;

/** Words, word pairs and pieces of words; for tone also negated words, capitals and exclamation marks. */
export function featuresOf(whole: string, kinds: FeatureKinds): FeatureVector {
  const text = whole.slice(0, longestText);
  const counts = new Map<number, number>();
  const add = (feature: string, value: number): void => {
    const bucket = hash(feature) & (featureBuckets - 1);
    counts.set(bucket, Math.max(counts.get(bucket) ?? 0, value));
  };
  const roots: string[] = [];
  let previous = '^';
  let negated = 0;
  let end = 0;
  for (const match of text.matchAll(word)) {
    const gap = text.slice(end, match.index);
    end = match.index + match[0].length;
    if (clauseEnd.test(gap)) {
      negated = 0;
      if (/[.!?\n]/.test(gap)) previous = '^';
    }
    const lower = plain(match[0]);
    const root = wordRoot(lower);
    roots.push(root);
    add(`w:${root}`, 1);
    add(`b:${previous} ${root}`, 0.7);
    if (kinds.tone && negated > 0) add(`n:${root}`, 1);
    kinds.vectors?.groupsOf(root).forEach((group, grouping) => add(`v${grouping}:${group}`, groupWeight));
    if (root.length > 3) for (const piece of pieces(root)) add(`c:${piece}`, 0.25);
    negated = negations.test(lower) ? scopeWords : Math.max(0, negated - 1);
    previous = root;
  }
  const signs = new Map<number, number>();
  if (kinds.tone) {
    addTone(text, add);
    for (const name of signsOf(text, kinds)) signs.set(hash(name) & (featureBuckets - 1), signWeight);
  }
  addMean(roots, kinds.vectors, signs);
  return unitLength(counts, signs);
}

const groupWeight = 0.5;
const signWeight = 0.4;
const meanWeight = 0.4;

function addMean(
  roots: readonly string[],
  vectors: WordVectors | undefined,
  signs: Map<number, number>,
): void {
  const mean = vectors && meanVector(vectors, new Set(roots));
  mean?.subarray(0, vectorRoom).forEach((value, at) => signs.set(featureBuckets + at, value * meanWeight));
}

/** The signals of a text, each pair of them, and its category. */
function signsOf(text: string, { category }: FeatureKinds): string[] {
  const names = signalsIn(text);
  const pairs = names.flatMap((first, index) =>
    names.slice(index + 1).map((second) => `p:${first}+${second}`),
  );
  const ofCategory =
    category === undefined ? [] : [`k:${category}`, ...names.map((name) => `k:${category}+${name}`)];
  return [
    ...names.map((name) => `s:${name}`),
    ...pairs,
    ...ofCategory,
    names.length === 0 ? 's:none' : 's:any',
  ];
}

function addTone(text: string, add: (feature: string, value: number) => void): void {
  const letters = text.replace(/[^\p{L}]/gu, '');
  const capitals = letters.replace(/[^\p{Lu}]/gu, '').length;
  if (letters.length > 12 && capitals > 0.6 * letters.length) add('t:shouted', 1);
  if (/\b\p{Lu}{3,}\b/u.test(text) && capitals < 0.6 * letters.length) add('t:some capitals', 0.6);
  if (/!{2,}/.test(text)) add('t:!!', 0.8);
  else if (text.includes('!')) add('t:!', 0.6);
  if (/\?{2,}/.test(text)) add('t:??', 0.7);
  else if (text.includes('?')) add('t:?', 0.6);
  if (/[❤♥😀-😍😊👍🙏👏💯✨]|:\)/u.test(text)) add('t:smile', 1);
  if (/[😠-😭🤬😢😞🤢]|:\(/u.test(text)) add('t:frown', 1);
}

const plain = (found: string): string =>
  found
    .toLowerCase()
    .replaceAll('’', "'")
    .replace(/(\p{L})\1{2,}/gu, '$1$1')
    .replace(/\d+/g, '0');

function pieces(root: string): string[] {
  const padded = `<${root}>`;
  const found: string[] = [];
  for (let at = 0; at + 4 <= padded.length; at++) found.push(padded.slice(at, at + 4));
  return found;
}

/** FNV-1a over UTF-16 code units, 32 bits. */
function hash(feature: string): number {
  let value = 0x811c9dc5;
  for (let at = 0; at < feature.length; at++) value = Math.imul(value ^ feature.charCodeAt(at), 0x01000193);
  return (value ^ (value >>> 15)) >>> 0;
}

/** Word features scaled to unit length together; signs keep their weight. */
function unitLength(counts: ReadonlyMap<number, number>, signs: ReadonlyMap<number, number>): FeatureVector {
  let square = 0;
  for (const value of counts.values()) square += value * value;
  const length = Math.sqrt(square) || 1;
  return {
    buckets: Int32Array.from([...counts.keys(), ...signs.keys()]),
    values: Float32Array.from([...[...counts.values()].map((value) => value / length), ...signs.values()]),
  };
}
