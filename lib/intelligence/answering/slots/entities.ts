import type { Category } from '../../../domain/domain.ts';
import type { Named, Names } from '../names.ts';
import { partsOf, type PhraseMatch } from '../phrase-index.ts';
import type { Sentence } from '../sentence.ts';
import { isFunctionWord, isPlainWord, isReportNoun } from '../vocabulary.ts';
import { slotWords } from '../slot-words.ts';

export type Entity = PhraseMatch<Named>;

const locative = /^(in|at|near|around|from|on|by|within|inside|outside|across|along|towards)$/;

/** Longer names first, then the exact ones; at equal length a place after "in" or "at" beats a category. */
function rank(sentence: Sentence, { value, first, next, score, parts }: Entity): number {
  const before = sentence.at(first - 1) === 'the' ? sentence.at(first - 2) : sentence.at(first - 1);
  const isPlace = value.kind === 'place';
  const fits = locative.test(before) === isPlace ? 0.2 : 0;
  const proper = value.kind === 'team' || value.kind === 'user' ? 0.1 : 0;
  return (parts?.length ?? next - first) + score + fits + proper;
}

const isSingleOrdinary = (sentence: Sentence, { first, next, value }: Entity): boolean =>
  next - first === 1 && value.kind !== 'category' && isPlainWord(sentence.at(first), sentence.stemAt(first));

/** Other orders of a category's words, with little between: "lights on the street", "leaking pipe". */
function bagMatches(sentence: Sentence, names: Names, isOpen: (index: number) => boolean): Entity[] {
  const found: Entity[] = [];
  for (const { stems, category } of names.bags)
    for (let first = 0; first < sentence.words.length; first++) {
      const next = Math.min(sentence.words.length, first + stems.length + 3);
      const window = sentence.words.slice(first, next).filter(({ index }) => isOpen(index));
      if (!isOpen(first) || !stems.includes(sentence.stemAt(first))) continue;
      const hits = stems.map((wanted) => window.find(({ stem }) => stem === wanted)?.index ?? -1);
      if (hits.includes(-1)) continue;
      const value = { kind: 'category' as const, category };
      found.push({ value, first: Math.min(...hits), next: Math.max(...hits) + 1, score: 0.9, parts: hits });
    }
  return found;
}

/** One telling word of a category's name ("lighting" of "Street lighting"), when no other category has it. */
function partialMatches(sentence: Sentence, names: Names, isOpen: (index: number) => boolean): Entity[] {
  return sentence.words.flatMap(({ index, stem, lower }) => {
    const category: Category | null | undefined = names.partial.get(stem);
    if (!category || !isOpen(index) || stem.length < 3) return [];
    if (isFunctionWord(lower) || isReportNoun(stem) || slotWords.has(lower)) return [];
    return [{ value: { kind: 'category' as const, category }, first: index, next: index + 1, score: 0.6 }];
  });
}

/** Keeps the best of overlapping readings; several values of one very name all stay. */
function withoutOverlaps(sentence: Sentence, candidates: readonly Entity[]): Entity[] {
  const kept: Entity[] = [];
  const sorted = [...candidates].sort((a, b) => rank(sentence, b) - rank(sentence, a));
  for (const each of sorted) {
    const parts = partsOf(each);
    const rivals = kept.filter((other) => partsOf(other).some((index) => parts.includes(index)));
    const twin = rivals.every(
      ({ first, next, value }) =>
        first === each.first && next === each.next && value.kind === each.value.kind,
    );
    if (rivals.length === 0 || twin) kept.push(each);
  }
  return kept.sort((a, b) => a.first - b.first);
}

/** "category other", "the other category", "Other complaints" with a capital: the catch-all, which is no ordinary word then. */
function catchAll(sentence: Sentence): Entity[] {
  const category = sentence.input.domain.categories.find(({ key }) => key === 'other');
  if (!category) return [];
  return sentence.words.flatMap(({ lower, index, text }) => {
    const beside = [sentence.stemAt(index - 1), sentence.stemAt(index + 1)].some(
      (each) => each === 'category',
    );
    const classified =
      /^(as|under)$/.test(sentence.at(index - 1)) && !isReportNoun(sentence.stemAt(index + 1));
    const named =
      lower === 'other' &&
      (beside ||
        classified ||
        /^['"“]other/i.test(sentence.text.slice(Math.max(0, (sentence.words[index]?.start ?? 0) - 1))));
    return (named && text !== '') || /^(miscellaneous|misc|uncategorised|uncategorized)$/.test(lower)
      ? [{ value: { kind: 'category' as const, category }, first: index, next: index + 1, score: 1 }]
      : [];
  });
}

/** Every place, category, team and user that the sentence names, in order. Takes no words yet: their roles differ. */
export function findEntities(sentence: Sentence, names: Names): Entity[] {
  const { words, isFree } = sentence;
  const direct = [
    ...names.names.find(words, isFree),
    ...names.categories.find(words, isFree),
    ...catchAll(sentence),
  ];
  const plain = direct.filter((each) => !isSingleOrdinary(sentence, each));
  const first = withoutOverlaps(sentence, plain);
  const isOpen = (taken: readonly Entity[]) => (index: number) =>
    isFree(index) && !taken.some((each) => each.first <= index && index < each.next);
  const bags = withoutOverlaps(sentence, [...first, ...bagMatches(sentence, names, isOpen(first))]);
  return withoutOverlaps(sentence, [...bags, ...partialMatches(sentence, names, isOpen(bags))]);
}
