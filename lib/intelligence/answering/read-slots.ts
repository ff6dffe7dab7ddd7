import { makeNames, type Names } from './names.ts';
import { phraseWords } from './phrase-index.ts';
import { emptyDraft, Sentence, type Draft, type ReadingInput, type SlotReader } from './sentence.ts';
import { readAssigned, readPeople } from './slots/assignee.ts';
import { readCategories } from './slots/category.ts';
import { findEntities } from './slots/entities.ts';
import { readGrouping, readLatest, readRanking } from './slots/grouping.ts';
import { readIds } from './slots/ids.ts';
import { readLeftover } from './slots/leftover.ts';
import { readPriority, readSentiment, readUrgency, readVagueSeverity } from './slots/levels.ts';
import { readComparison, readMetric, readTrend } from './slots/measure.ts';
import { readOtherPlaces, readPlaces } from './slots/place.ts';
import { readSource } from './slots/source.ts';
import { readStatus } from './slots/status.ts';
import { readQuoted, readTextSearch } from './slots/text-search.ts';
import { readTime } from './slots/time.ts';

export const openSentence = (input: ReadingInput): { sentence: Sentence; names: Names } => {
  const names = makeNames(input.domain, input.people);
  return { sentence: new Sentence(input, names.known), names };
};

const isNameOf =
  ({ names, categories }: Names) =>
  (text: string): boolean => {
    const words = phraseWords(text);
    return names.has(words) || categories.has(words);
  };

/**
 * Reads every slot of a sentence, each on its own: what one slot takes, the later ones leave alone. What is left at the
 * end is searched for as text.
 */
export function readSlots(sentence: Sentence, names: Names): Draft {
  const draft = emptyDraft();
  const entityReaders = (): SlotReader[] => {
    const entities = findEntities(sentence, names);
    return [readPlaces(entities), readPeople(entities), readCategories(entities)];
  };
  const run = (readers: readonly SlotReader[]) => {
    for (const read of readers) read(sentence, draft);
  };
  run([readIds, readQuoted(isNameOf(names)), readTextSearch]);
  run(entityReaders());
  run([
    readAssigned,
    readPriority,
    readUrgency,
    readSource,
    readTime,
    readStatus,
    readSentiment,
    readVagueSeverity,
  ]);
  run([
    readGrouping,
    readLatest,
    readRanking,
    readMetric,
    readTrend,
    readComparison,
    readOtherPlaces,
    readLeftover,
  ]);
  return draft;
}
