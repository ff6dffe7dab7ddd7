import type { Example } from './fit.ts';
import { linesOf, readLabelled, type Labelled } from './labelled.ts';
import { makeRandom, pick } from './random.ts';

const folder = new URL('../../lib/intelligence/data/training/', import.meta.url);
const read = (name: string): string[] => linesOf(new URL(name, folder));

/** Phrases by label from lines "label: phrase; phrase". */
export function phrasesOf(name: string): Map<string, string[]> {
  const phrases = new Map<string, string[]>();
  for (const line of read(name)) {
    const separator = line.indexOf(':');
    const label = line.slice(0, separator).trim();
    const list = line
      .slice(separator + 1)
      .split(';')
      .map((phrase) => phrase.trim())
      .filter((phrase) => phrase !== '');
    phrases.set(label, [...(phrases.get(label) ?? []), ...list]);
  }
  return phrases;
}

/** Whole sentences with every label, from `labelled/*.txt`. */
export const labelledSentences: readonly Labelled[] = readLabelled(new URL('labelled/', folder));

const frames = read('frames.txt');
const frameParts = new Map(
  frames.map((line) => [
    line.slice(0, line.indexOf(':')),
    line
      .slice(line.indexOf(':') + 1)
      .split(';')
      .map((part) => part.trim()),
  ]),
);
const part = (name: string): string[] => frameParts.get(name) ?? [];

/** A phrase set into a report: an opening, a place, a time and a closing, each with some chance. */
export function dressed(phrase: string, random: () => number): string {
  const opening = random() < 0.35 ? `${pick(random, part('opening'))} ` : '';
  const place = random() < 0.5 ? ` ${pick(random, part('place'))}` : '';
  const time = random() < 0.4 ? ` ${pick(random, part('time'))}` : '';
  const closing =
    random() < 0.4 ? `${pick(random, ['. ', ', ', '! ', ' - '])}${pick(random, part('closing'))}` : '';
  return misspelt(`${opening}${phrase}${place}${time}${closing}`, random);
}

/** Sometimes loses, doubles or swaps a letter of a longer word, or loses all capitals. */
function misspelt(text: string, random: () => number): string {
  if (random() < 0.7) return text;
  const words = text.split(' ');
  const at = Math.floor(random() * words.length);
  const word = words[at] ?? '';
  if (word.length > 4) {
    const letter = 1 + Math.floor(random() * (word.length - 2));
    const choice = random();
    if (choice < 0.4) words[at] = word.slice(0, letter) + word.slice(letter + 1);
    else if (choice < 0.6) words[at] = word.slice(0, letter) + word.slice(letter - 1);
    else
      words[at] =
        word.slice(0, letter) + (word[letter + 1] ?? '') + (word[letter] ?? '') + word.slice(letter + 2);
  }
  return random() < 0.5 ? words.join(' ').toLowerCase() : words.join(' ');
}

/** Examples for one domain's categories: its phrases dressed several times, its lexicon, and the sentences of that domain. */
export function categoryExamples(
  domain: string,
  file: string,
  synonyms: ReadonlyMap<string, readonly string[]>,
  labelled: readonly Labelled[] = labelledSentences,
): Example[] {
  const random = makeRandom(11);
  const examples: Example[] = [];
  for (const [label, phrases] of phrasesOf(file)) {
    for (const phrase of [...phrases, ...(synonyms.get(label) ?? [])]) {
      examples.push({ text: phrase, label, weight: 1 });
      for (let copy = 0; copy < 3; copy++)
        examples.push({ text: dressed(phrase, random), label, weight: 0.7 });
    }
  }
  for (const [label, phrases] of phrasesOf(`lexicon/${file}`))
    examples.push(...phrases.map((text) => ({ text, label, weight: 0.3 })));
  const sentences = labelled.filter((sentence) => sentence.domain === domain);
  return [...examples, ...sentences.map(({ text, category }) => ({ text, label: category, weight: 2 }))];
}

/** How urgent the bare phrases of a category are as a rule; the domain's own rule is "moderate". */
const usualUrgency: Record<string, string> = {
  flood: 'urgent',
  fire: 'urgent',
  landslide: 'urgent',
  building_collapse: 'urgent',
  medical: 'urgent',
  trapped_people: 'immediate',
  missing_person: 'urgent',
  food_water: 'urgent',
  hazmat: 'urgent',
  other: 'low',
};

/** Examples for urgency or sentiment: fragments of a class alone and next to problems, bare problems, labelled sentences. */
export function toneExamples(
  kind: 'urgency' | 'sentiment',
  labelled: readonly Labelled[] = labelledSentences,
): Example[] {
  const random = makeRandom(23);
  const problems = ['civic.txt', 'disaster.txt', 'agriculture.txt'].flatMap((file) =>
    [...phrasesOf(file)].flatMap(([category, list]) => list.map((phrase) => ({ category, phrase }))),
  );
  const examples: Example[] = [];
  for (const [label, fragments] of phrasesOf(`${kind}.txt`)) {
    for (const fragment of fragments) {
      examples.push({ text: fragment, label, weight: 0.7 });
      for (let copy = 0; copy < 2; copy++) {
        const { phrase } = pick(random, problems);
        const text = random() < 0.6 ? `${phrase}. ${fragment}` : `${fragment}, ${phrase}`;
        examples.push({ text, label, weight: 0.4 });
      }
    }
  }
  if (kind === 'urgency') {
    for (const { category, phrase } of problems) {
      const label = usualUrgency[category] ?? 'moderate';
      examples.push({ text: phrase, label, weight: 0.04, category: random() < 0.7 ? category : undefined });
    }
  }
  return [...examples, ...labelled.flatMap((sentence) => labelledExamples(sentence, kind))];
}

/** A labelled sentence with and without its category, as written and in lower case. */
function labelledExamples(sentence: Labelled, kind: 'urgency' | 'sentiment'): Example[] {
  const { text, category } = sentence;
  const label = sentence[kind];
  const ofKind = kind === 'urgency' ? category : undefined;
  return [
    { text, label, weight: 2.5, category: ofKind },
    { text, label, weight: 1, category: undefined },
    { text: text.toLowerCase(), label, weight: 1, category: ofKind },
  ];
}
