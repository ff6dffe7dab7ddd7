import { makeNames, type Names } from './names.ts';
import { phraseWords } from './phrase-index.ts';
import { emptyDraft, Sentence, type Draft, type ReadingInput, type SlotReader } from './sentence.ts';
import { readAssigned, readAssignedStatus } from './slots/assigned.ts';
import { readPeople } from './slots/assignee.ts';
import { readCategories } from './slots/category.ts';
import { findEntities } from './slots/entities.ts';
import { readGrouping, readPlainQuestionWord } from './slots/grouping.ts';
import { readGroupSize } from './slots/group-size.ts';
import { readTrouble, readAsides, readIncidental, readPurpose, readRecipient } from './slots/incidental.ts';
import { readLatest } from './slots/latest.ts';
import { readRanking } from './slots/ranking.ts';
import { readIds } from './slots/ids.ts';
import { readLeftover } from './slots/leftover.ts';
import { readLikelyCategory } from './slots/likely-category.ts';
import { readPriority, readSentiment, readUrgency, readVagueSeverity } from './slots/levels.ts';
import { readComparison, readMetric, readTrend } from './slots/measure.ts';
import { readOtherPlaces, readPlaces } from './slots/place.ts';
import { readSource } from './slots/source.ts';
import { readStatus } from './slots/status.ts';
import { readMentioned, readQuoted, readTextSearch } from './slots/text-search.ts';
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

const entityReaders = (sentence: Sentence, names: Names): SlotReader[] => {
  const entities = findEntities(sentence, names);
  return [readPlaces(entities), readPeople(entities), readCategories(entities)];
};

const restrictions: readonly SlotReader[] = [
  readAssigned,
  readPriority,
  readUrgency,
  readSource,
  readTime,
  readStatus,
  readSentiment,
  readVagueSeverity,
];
const shapes: readonly SlotReader[] = [
  readGrouping,
  readLatest,
  readRanking,
  readMetric,
  readTrend,
  readComparison,
  readPlainQuestionWord,
];

function read(sentence: Sentence, readers: readonly SlotReader[], draft: Draft): void {
  for (const reader of readers) reader(sentence, draft);
}

/**
 * Reads every slot of a question, each on its own: what one slot takes, the later ones leave alone. What is left at the
 * end is searched for as text.
 */
export function readSlots(sentence: Sentence, names: Names): Draft {
  const draft = emptyDraft();
  read(
    sentence,
    [
      readIds,
      readQuoted(isNameOf(names)),
      readTextSearch,
      readMentioned,
      readAsides,
      readPurpose,
      readRecipient,
      readGroupSize,
    ],
    draft,
  );
  read(sentence, entityReaders(sentence, names), draft);
  read(
    sentence,
    [
      ...[...restrictions, ...shapes, readOtherPlaces, readAssignedStatus],
      ...[readIncidental, readLikelyCategory, readLeftover],
    ],
    draft,
  );
  return draft;
}

/** Reads which reports a command is meant for, from the words that its orders have left. */
export function readSelection(sentence: Sentence, names: Names): Draft {
  const draft = emptyDraft();
  read(sentence, [readIds, readQuoted(isNameOf(names)), readTextSearch, readMentioned], draft);
  read(sentence, entityReaders(sentence, names), draft);
  read(
    sentence,
    [
      readTrouble,
      ...restrictions,
      readLatest,
      readOtherPlaces,
      readAssignedStatus,
      readLikelyCategory,
      readLeftover,
    ],
    draft,
  );
  return draft;
}
