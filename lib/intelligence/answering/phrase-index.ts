import { distance } from 'fastest-levenshtein';
import { stem } from './stem.ts';
import type { Word } from './words.ts';

/** A value that was found: the words `first` up to, not including, `next` name it. */
export interface PhraseMatch<T> {
  value: T;
  first: number;
  next: number;
  /** 1 for the very words, less for a misspelling or a part of the phrase. */
  score: number;
  /** The words themselves, when others stand between them. */
  parts?: readonly number[];
}

/** Indices of the words that name the value. */
export const partsOf = ({
  first,
  next,
  parts,
}: Pick<PhraseMatch<unknown>, 'first' | 'next' | 'parts'>): readonly number[] =>
  parts ?? Array.from({ length: next - first }, (_, offset) => first + offset);

export interface PhraseEntry<T> {
  value: T;
  phrases: readonly string[];
}

interface Stored<T> {
  value: T;
  /** Words in the phrase. */
  size: number;
  /** As written, in lower case, without spaces; several inflections may share a key. */
  raws: Set<string>;
  /** Words of the first phrase with this key. */
  words: readonly string[];
}

export interface PhraseOptions {
  /** Compare inflections alike; names are compared as written. */
  stemmed: boolean;
  /** Ordinary words, which are never taken for a misspelt name. */
  isOrdinary?: (word: string) => boolean;
}

/** A short word of a name ("A" of "Team A") is either there or it is another name. */
const isNearSize = ({ size, words }: Stored<unknown>, lowers: readonly string[]): boolean =>
  Math.abs(size - lowers.length) <= 1 &&
  words.every((word) => word.length > 2 || lowers.includes(word)) &&
  lowers.every((word) => word.length > 2 || words.includes(word));

const wordPattern = /[\p{L}\p{M}\p{N}]+/gu;
const linking = new Set(['the', 'a', 'an', 'of', 'and', 'or', 'for', 'in', 'on', 'at', 'to', 'with']);

export const phraseWords = (phrase: string): string[] => phrase.toLowerCase().match(wordPattern) ?? [];

/** How many letters may differ: none in short words, where every other word is near. */
const tolerance = (key: string): number => (key.length < 5 ? 0 : key.length < 9 ? 1 : 2);

/**
 * Finds which of many named values a sentence mentions: inflected, as one word or several ("streetlight"), misspelt by a letter or two.
 * The longest name wins.
 */
export class PhraseIndex<T> {
  readonly #byKey = new Map<string, Stored<T>[]>();
  #longest = 1;
  readonly #options: PhraseOptions;

  constructor(entries: readonly PhraseEntry<T>[], options: PhraseOptions) {
    this.#options = options;
    for (const { value, phrases } of entries)
      for (const phrase of phrases) this.#add(value, phraseWords(phrase));
  }

  #add(value: T, words: string[]): void {
    if (words.length === 0) return;
    const key = this.#keyOf(words);
    const stored = this.#byKey.get(key) ?? [];
    const known = stored.find((each) => each.value === value);
    if (known) known.raws.add(words.join(''));
    else stored.push({ value, size: words.length, raws: new Set([words.join('')]), words });
    this.#byKey.set(key, stored);
    this.#longest = Math.max(this.#longest, words.length + 1);
  }

  #keyOf(words: readonly string[]): string {
    return words.map((word) => (this.#options.stemmed ? stem(word) : word)).join('');
  }

  /** Names that more than one value bears are given for each of them. */
  find(words: readonly Word[], isFree: (index: number) => boolean): PhraseMatch<T>[] {
    const found: PhraseMatch<T>[] = [];
    const taken = new Set<number>();
    const open = (index: number) => isFree(index) && !taken.has(index);
    for (const exact of [true, false])
      for (let size = this.#longest; size >= 1; size--)
        for (let first = 0; first + size <= words.length; first++) {
          const run = words.slice(first, first + size);
          if (!run.every(({ index }) => open(index)) || run.slice(1).some(({ gap }) => /[.,;:!?]/.test(gap)))
            continue;
          const lowers = run.map(({ lower }) => lower);
          const matches = exact ? this.#exact(lowers) : this.#near(lowers);
          for (const { value, score } of matches) found.push({ value, first, next: first + size, score });
          if (matches.length > 0) for (const { index } of run) taken.add(index);
        }
    return found.sort((a, b) => a.first - b.first);
  }

  /** Among names of one stem ("park", "parking") the one written this way. */
  #exact(lowers: readonly string[]): { value: T; score: number }[] {
    const stored = this.#byKey.get(this.#keyOf(lowers)) ?? [];
    const written = stored.filter(({ raws }) => raws.has(lowers.join('')));
    return (written.length > 0 ? written : stored).map(({ value }) => ({ value, score: 1 }));
  }

  /** The single nearest name within tolerance that begins with the same letter. */
  #near(lowers: readonly string[]): { value: T; score: number }[] {
    const key = this.#keyOf(lowers);
    const allowed = tolerance(key);
    const { isOrdinary } = this.#options;
    if (allowed === 0 || lowers.some((word) => /\d/.test(word)) || lowers.every((word) => isOrdinary?.(word)))
      return [];
    let best: { stored: Stored<T>[]; apart: number } | undefined;
    for (const [candidate, stored] of this.#byKey) {
      if (candidate[0] !== key[0] || Math.abs(candidate.length - key.length) > allowed) continue;
      if (candidate.length < 5 || !stored.some((each) => isNearSize(each, lowers))) continue;
      const apart = distance(candidate, key);
      if (apart <= Math.min(allowed, tolerance(candidate)) && (!best || apart < best.apart))
        best = { stored, apart };
    }
    if (!best) return [];
    const score = 1 - best.apart / key.length;
    return best.stored.map(({ value }) => ({ value, score }));
  }

  /** Whether some name is written this way. */
  has(words: readonly string[]): boolean {
    return this.#byKey.has(this.#keyOf(words));
  }
}

/** The content words of a phrase as stems. */
export const contentStems = (phrase: string): string[] =>
  phraseWords(phrase)
    .filter((word) => !linking.has(word))
    .map(stem);
