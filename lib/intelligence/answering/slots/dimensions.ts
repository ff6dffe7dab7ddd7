import type { GroupBy, Interval } from '../../../domain/filter.ts';
import type { Sentence } from '../sentence.ts';
import { isReportNoun } from '../vocabulary.ts';

const PRIORITY: GroupBy = 'management_data.task_details.priority';

const nouns = (rows: readonly (readonly [string, GroupBy])[]): ReadonlyMap<string, GroupBy> =>
  new Map(rows.flatMap(([words, key]) => words.split(' ').map((word) => [word, key] as const)));

/** Nouns that name what reports may be counted by. */
const dimensions = nouns([
  ['status statuses state states stage stages', 'status'],
  [
    'category categories type types kind kinds sort sorts class classes topic topics subject subjects',
    'category',
  ],
  ['urgency urgencies severity severities', 'urgency'],
  ['priority priorities', PRIORITY],
  ['sentiment sentiments mood moods tone tones', 'sentiment'],
  [
    'place places area areas location locations ward wards neighbourhood neighbourhoods neighborhood neighborhoods district districts locality localities region regions zone zones suburb suburbs village villages town towns city cities street streets spot spots hotspot hotspots sector sectors block blocks taluk taluks taluka talukas tehsil tehsils mandal mandals colony colonies part parts site sites geography',
    'place',
  ],
  [
    'assignee assignees team teams owner owners crew crews department departments staff employee employees worker workers unit units person user users operator operators handler handlers officer officers',
    'assignee',
  ],
  ['source sources channel channels', 'source'],
  ['day days daily date dates', 'day'],
  ['week weeks weekly', 'week'],
  ['month months monthly', 'month'],
  ['hour hours hourly', 'hour'],
  ['weekday weekdays', 'weekday'],
]);

export const times = new Set<GroupBy>(['day', 'week', 'month', 'hour', 'weekday']);

export const asInterval = (key: GroupBy): Interval | undefined =>
  key === 'day' || key === 'week' || key === 'month' || key === 'hour' ? key : undefined;

export interface Dimension {
  key: GroupBy;
  first: number;
  next: number;
  plural: boolean;
}

/** "day of the week", "time of day", "kind of complaint" and single nouns. */
export function dimensionAt(sentence: Sentence, at: number): Dimension | undefined {
  const phrase = (size: number) => sentence.phrase(at, at + size);
  if (/^days? of the week$/.test(phrase(4)))
    return { key: 'weekday', first: at, next: at + 4, plural: false };
  if (/^(time|hour) of (the )?day$/.test(phrase(sentence.at(at + 2) === 'the' ? 4 : 3)))
    return { key: 'hour', first: at, next: at + (sentence.at(at + 2) === 'the' ? 4 : 3), plural: false };
  const skipped =
    isReportNoun(sentence.stemAt(at)) &&
    /^(category|categories|type|types|kind|kinds|status|source)$/.test(sentence.at(at + 1))
      ? at + 1
      : at;
  const word = sentence.at(skipped);
  const key = dimensions.get(word);
  if (key === undefined || !sentence.isFree(skipped)) return undefined;
  let next = skipped + 1;
  if (
    sentence.at(next) === 'of' &&
    isReportNoun(sentence.stemAt(next + 1)) &&
    /^(category|source|place|status)$/.test(key)
  )
    next += 2;
  if (word.startsWith('part') && sentence.at(next) === 'of')
    next += /^(the|our|this)$/.test(sentence.at(next + 1)) ? 3 : 2;
  return { key, first: at, next, plural: /s$/.test(word) && word !== 'status' };
}
