import type { Draft, Sentence, SlotReader } from '../sentence.ts';
import { isFunctionWord } from '../vocabulary.ts';

const cues = [
  'mentioning',
  'mentions',
  'mention',
  'mentioned',
  'containing',
  'contains',
  'contain',
  'with the words',
  'with the word',
  'the word',
  'the words',
  'say something about',
  'says something about',
  'saying something about',
  'say anything about',
  'says anything about',
  'talk about',
  'talks about',
  'talking about',
  'speak of',
  'speak about',
  'speaking of',
  'referring to',
  'refer to',
  'refers to',
  'that say',
  'that says',
  'which say',
  'saying',
  'keyword',
  'keywords',
  'search for',
  'searching for',
  'the phrase',
  'the term',
  'with text',
  'text contains',
  'texts with',
  'write about',
  'wrote about',
];

const boundary =
  /^(in|at|from|since|during|before|after|on|by|to|for|that|which|who|whose|and|or|but|are|is|was|were|appear|appears|occur|occurs|comes|somewhere|anywhere|should|must|last|this|past|today|yesterday|within|near|per|please|have|has|go|goes|get|gets|need|needs|can|will|with|as|under|over|group|grouped)$/;
const opening = /^(the|a|an|any|some|word|words|phrase|term|of|about|both|either)$/;

/** The words after a cue up to the next preposition, verb or comma. */
function searchedWords(sentence: Sentence, from: number): { first: number; next: number } | undefined {
  let first = from;
  while (opening.test(sentence.at(first))) first++;
  let next = first;
  while (next < sentence.words.length && sentence.isFree(next) && next < first + 5) {
    if (boundary.test(sentence.at(next))) break;
    if (next > first && sentence.breaksAt(next)) break;
    next++;
  }
  return next > first ? { first, next } : undefined;
}

export function addSearch(draft: Parameters<SlotReader>[1], text: string): void {
  draft.filters.q = draft.filters.q === undefined ? text : `${draft.filters.q} ${text}`;
}

/** "water or power": a text search is for all of its words, so that another one instead cannot be asked for. */
function takeAlternatives(sentence: Sentence, draft: Draft, at: number): void {
  if (!/^(or|and)$/.test(sentence.at(at)) || !sentence.isFree(at + 1)) return;
  const wanted = searchedWords(sentence, at + 1);
  if (!wanted || isFunctionWord(sentence.at(wanted.first))) return;
  const text = sentence.original(wanted.first, wanted.next);
  if (sentence.at(at) === 'and') addSearch(draft, text);
  else draft.unmatched.push(text);
  sentence.take('text', at, wanted.next);
}

/** "reports mentioning rats", "which say something about a baby": words to be found in the reports' own text. */
export const readTextSearch: SlotReader = (sentence, draft) => {
  for (let from = 0; ;) {
    const cue = sentence.find(cues, from);
    if (!cue) return;
    from = cue.next;
    const wanted = searchedWords(sentence, cue.next);
    if (!wanted) continue;
    addSearch(
      draft,
      sentence.words
        .slice(wanted.first, wanted.next)
        .map(({ text }) => text)
        .join(' '),
    );
    sentence.take('text', cue.first, wanted.next);
    takeAlternatives(sentence, draft, wanted.next);
  }
};

const passiveBoundary =
  /^(which|where|that|reports?|complaints?|incidents?|cases?|and|or|in|the|a|an|is|are|has|have)$/;

/** "in which a child is mentioned", "school mentioned": what stands before the verb. */
export const readMentioned: SlotReader = (sentence, draft) => {
  const verb = sentence.words.find(
    ({ lower, index }) => /^(mentioned|named|described)$/.test(lower) && sentence.isFree(index),
  );
  if (!verb) return;
  let next = verb.index;
  while (/^(is|are|was|were|been|being|gets|get|also)$/.test(sentence.at(next - 1))) next--;
  let first = next;
  while (
    first > 0 &&
    first > next - 3 &&
    sentence.isFree(first - 1) &&
    !passiveBoundary.test(sentence.at(first - 1)) &&
    !/^(how|many|anybody|anyone|somebody|someone|has|have|who|they|people)$/.test(sentence.at(first - 1))
  )
    first--;
  if (first === next) return;
  addSearch(
    draft,
    sentence.words
      .slice(first, next)
      .map(({ text }) => text)
      .join(' '),
  );
  sentence.take('text', first, verb.index + 1);
};

const quotes = /["“”«»]([^"“”«»]{1,200})["“”«»]|(?<![\p{L}\p{N}])['‘]([^'‘’]{2,200})['’](?![\p{L}\p{N}])/gu;

/** Text in quotation marks is searched as it stands, unless it is the name of something (`isName`). */
export const readQuoted =
  (isName: (text: string) => boolean): SlotReader =>
  (sentence, draft) => {
    for (const match of sentence.text.matchAll(quotes)) {
      const text = (match[1] ?? match[2] ?? '').trim();
      const inside = sentence.words.filter(
        ({ start, end }) => start >= match.index && end <= match.index + match[0].length,
      );
      const first = inside[0]?.index;
      if (first === undefined || !inside.every(({ index }) => sentence.isFree(index))) continue;
      const before = cues.find((each) => sentence.phrase(first - each.split(' ').length, first) === each);
      if (isName(text) && before === undefined) continue;
      addSearch(draft, text);
      for (const { index } of inside) sentence.take('text', index);
      if (before !== undefined) sentence.take('text', first - before.split(' ').length, first);
    }
  };
