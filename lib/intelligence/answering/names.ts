import type { Category, Place } from '../../domain/domain.ts';
import type { DomainContext } from '../../ports/agents.ts';
import { contentStems, PhraseIndex, phraseWords, type PhraseEntry } from './phrase-index.ts';
import type { People } from './sentence.ts';
import { proper } from './spelling.ts';
import { slotWords } from './slot-words.ts';
import { stem } from './stem.ts';
import { isPlainWord } from './vocabulary.ts';

export type Named =
  | { kind: 'place'; place: Place }
  | { kind: 'category'; category: Category }
  | { kind: 'team'; id: string; name: string }
  | { kind: 'user'; id: string; name: string };

/** Everything with a name of its own in a domain: places, categories, teams, users. */
export interface Names {
  names: PhraseIndex<Named>;
  categories: PhraseIndex<Named>;
  /** Words that belong to some name, never to be spelt otherwise. */
  known: (word: string) => boolean;
  /** Content words of each category's key and label, for phrases that say only a part of it. */
  partial: ReadonlyMap<string, Category | null>;
  /** Content stems of each category's longer phrases, for other orders of the words. */
  bags: readonly { stems: readonly string[]; category: Category }[];
}

/** "Water supply & leaks (mains)" says "water supply" and "leaks" too. */
const partsOf = (label: string): string[] => [
  label,
  ...label
    .split(/[/,&;()]|\band\b|\bor\b/i)
    .map((part) => part.trim())
    .filter((part) => part.length > 2),
];

const keyWords = (key: string): string => key.replaceAll('_', ' ');

const phrasesOf = ({ key, label, synonyms }: Category): string[] => [
  ...partsOf(label),
  keyWords(key),
  ...synonyms,
];

/** First or last names that only one person bears. */
function userEntries(users: People['users']): PhraseEntry<Named>[] {
  const parts = users.map(({ username }) => phraseWords(username));
  const counts = new Map<string, number>();
  for (const part of parts.flat()) counts.set(part, (counts.get(part) ?? 0) + 1);
  return users.map(({ user_id, username }, index) => {
    const unique = (parts[index] ?? []).filter(
      (part) => part.length > 2 && counts.get(part) === 1 && !isPlainWord(part, stem(part)),
    );
    return { value: { kind: 'user', id: user_id, name: username }, phrases: [username, user_id, ...unique] };
  });
}

const teamEntries = (teams: People['teams']): PhraseEntry<Named>[] =>
  teams.map(({ team_id, team_name, aliases }) => ({
    value: { kind: 'team', id: team_id, name: team_name },
    phrases: [team_name, team_id, ...aliases],
  }));

const placeEntries = (places: readonly Place[]): PhraseEntry<Named>[] =>
  places.map((place) => ({ value: { kind: 'place', place }, phrases: [place.name, ...place.aliases] }));

/** A category called "other" is named by its label or with the word category, never by "other" alone. */
const isCatchAll = ({ key }: Category): boolean => /^(other|misc|miscellaneous|general|unknown)$/.test(key);

const categoryEntries = (categories: readonly Category[]): PhraseEntry<Named>[] =>
  categories
    .filter((category) => !isCatchAll(category))
    .map((category) => ({ value: { kind: 'category', category }, phrases: phrasesOf(category) }));

/** "cattle" of "cattle on the road"; the last word is what "stray dogs" are. */
const headOf = (phrase: string): string =>
  phrase.split(/\b(?:on|in|of|at|from|to|with|for|without|near)\b/i)[0] ?? phrase;

/** Words of the key and the label, and what its synonyms are about: their last word ("dog" of "stray dogs"). */
const tellingWords = ({ key, label, synonyms }: Category): ReadonlySet<string> =>
  new Set([
    ...contentStems(keyWords(key)),
    ...contentStems(label),
    ...synonyms.flatMap((synonym) => contentStems(headOf(synonym)).slice(-1)),
  ]);

function partialWords(categories: readonly Category[]): Map<string, Category | null> {
  const owners = new Map<string, Category | null>();
  for (const category of categories)
    for (const word of tellingWords(category)) {
      const owner = owners.get(word);
      owners.set(word, owner === undefined || owner === category ? category : null);
    }
  return owners;
}

const isOrdinary = (word: string): boolean =>
  isPlainWord(word, stem(word)) || slotWords.has(word) || proper.has(word);

export function makeNames(domain: DomainContext, people: People): Names {
  const { places, categories } = domain;
  const proper = [...placeEntries(places), ...teamEntries(people.teams), ...userEntries(people.users)];
  const kinds = categoryEntries(categories);
  const written = new Set([...proper, ...kinds].flatMap(({ phrases }) => phrases.flatMap(phraseWords)));
  const bags = categories
    .filter((category) => !isCatchAll(category))
    .flatMap((category) => phrasesOf(category).map((phrase) => ({ stems: contentStems(phrase), category })))
    .filter(({ stems }) => stems.length > 1)
    .sort((a, b) => b.stems.length - a.stems.length);
  return {
    names: new PhraseIndex(proper, { stemmed: false, isOrdinary }),
    categories: new PhraseIndex(kinds, { stemmed: true, isOrdinary }),
    known: (word) => written.has(word),
    partial: partialWords(categories.filter((category) => !isCatchAll(category))),
    bags,
  };
}
