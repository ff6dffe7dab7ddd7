import type { Interval } from '../../../domain/filter.ts';
import type { Sentence, SlotReader } from '../sentence.ts';
import { isReportNoun, isPlainWord } from '../vocabulary.ts';

const DAY = 86_400_000;

/** Steps that give a readable series for a stretch of that length. */
function intervalFor(from: string | undefined, to: string | undefined, now: Date): Interval {
  if (from === undefined) return 'month';
  const days = ((to === undefined ? now.getTime() : Date.parse(to)) - Date.parse(from)) / DAY;
  if (days <= 2) return 'hour';
  if (days <= 45) return 'day';
  return days <= 190 ? 'week' : 'month';
}

const trendWords =
  /^(trend|trends|trending|increasing|decreasing|rising|falling|growing|shrinking|development|evolution|evolve|evolved|evolving|timeline|progression|growth|decline|declining|climbing|dropping|worsening|improving|history|develop|develops|developed|evolves|changed|improved|improves|worsened|worsens|deteriorated|deteriorating|eased|easing|subsided|subsiding|escalated|escalating|surged|surging|soared|soaring|spiked|spiking|jumped|slumped|dipped|dipping|doubled|halved|risen|dropped|grown|shrunk|climbed|decreased|increased|declined|multiplied|diminished|diminishing|dwindled|dwindling|abating|recovering|intensifying)$/;
const trendPhrases = [
  'over time',
  'going up',
  'going down',
  'gone up',
  'gone down',
  'getting worse',
  'getting better',
  'getting more',
  'getting fewer',
  'went up',
  'went down',
  'on the rise',
  'on the decline',
  'becoming more',
  'becoming less',
  'becoming fewer',
  'calming down',
  'calmed down',
  'slowing down',
  'slowed down',
  'picking up',
  'letting up',
  'ups and downs',
  'up or down',
  'down or up',
  'on the increase',
  'month over month',
  'week over week',
  'day over day',
  'month by month',
  'week by week',
  'day by day',
];

/** "falling due" is a date, no trend. */
const isDueWord = (sentence: Sentence, index: number): boolean => sentence.at(index + 1) === 'due';

const stepOf = (phrase: string): Interval | undefined =>
  /^(day|week|month)/.exec(phrase)?.[1] as Interval | undefined;

/** "trend", "are they going up", "over time": counts per interval. */
export const readTrend: SlotReader = (sentence, draft) => {
  const phrase = sentence.find(trendPhrases);
  const word = sentence.words.find(
    ({ lower, index }) => trendWords.test(lower) && sentence.isFree(index) && !isDueWord(sentence, index),
  );
  const reports = sentence.find(['increase', 'decrease', 'rise', 'drop', 'fall']);
  const noun = reports && /^(an|a|any|the)$/.test(sentence.at(reports.first - 1)) ? reports : undefined;
  const found = phrase ?? (word && { first: word.index, next: word.index + 1 }) ?? noun;
  if (!found) return;
  const { from, to } = draft.filters;
  const step = phrase && stepOf(sentence.phrase(phrase.first, phrase.next));
  draft.shape.interval ??= step ?? intervalFor(from, to, sentence.input.now);
  sentence.take('trend', found.first, found.next);
};

const measures: Readonly<Record<string, 'avg' | 'sum' | 'min' | 'max'>> = {
  average: 'avg',
  mean: 'avg',
  avg: 'avg',
  typical: 'avg',
  sum: 'sum',
};

/** Fields that every report has from its agents, by the words people use for them. */
const knownFields: Readonly<Record<string, string>> = { confidence: 'ingestion_data.confidence' };

function fieldWords(sentence: Sentence, from: number): { first: number; next: number } | undefined {
  let first = from;
  while (/^(of|the|number|amount|value|a)$/.test(sentence.at(first))) first++;
  let next = first;
  while (next < first + 3 && sentence.isFree(next) && !isPlainWord(sentence.at(next), sentence.stemAt(next)))
    next++;
  return next > first ? { first, next } : undefined;
}

/** "average confidence", "sum of acres": a measure of a numeric field; a plain number of reports is a count. */
export const readMetric: SlotReader = (sentence, draft) => {
  for (const { lower, index } of sentence.words) {
    const metric = measures[lower];
    if (metric === undefined || !sentence.isFree(index)) continue;
    if (
      /^(day|week|month|number|daily|weekly|monthly)$/.test(sentence.at(index + 1)) ||
      isReportNoun(sentence.stemAt(index + 1))
    )
      continue;
    const field = fieldWords(sentence, index + 1);
    if (!field) continue;
    const words = sentence.words.slice(field.first, field.next).map(({ lower: each }) => each);
    const path =
      knownFields[words.at(-1) ?? ''] ?? `ingestion_data.${words.join('_').replace(/[^a-z0-9_]/g, '')}`;
    draft.shape.metric = metric;
    draft.shape.metric_field = path;
    if (!knownFields[words.at(-1) ?? ''])
      draft.doubts.push(`"${words.join(' ')}" was taken for the field ${path}`);
    sentence.take('metric', index);
    sentence.take('metric', field.first, field.next);
  }
};

const comparingPhrases = [
  'side by side',
  'next to each other',
  'next to one another',
  'against each other',
  'head to head',
  'against one another',
  'respectively',
  'relative to',
  'as opposed to',
  'in relation to',
];

const comparingWords =
  /^(compare|compared|comparing|comparison|versus|vs|difference|differ|against|than|contrast|change|changed|ratio)$/;

/** Whether two things are to be set side by side. */
export const readComparison: SlotReader = (sentence, draft) => {
  const word = sentence.words.find(
    ({ lower, index }) => comparingWords.test(lower) && sentence.slotOf(index) === undefined,
  );
  const phrase = sentence.find(comparingPhrases);
  if (phrase) sentence.take('comparison', phrase.first, phrase.next);
  const isOpen = (pattern: RegExp) =>
    sentence.words.some(({ lower, index }) => pattern.test(lower) && sentence.slotOf(index) === undefined);
  const alternative = isOpen(/^or$/) && isOpen(/^(more|less|fewer|worse|bigger|higher)$/);
  const older = sentence.find([
    'other than',
    'rather than',
    'more than',
    'less than',
    'older than',
    'fewer than',
    'no more than',
    'better than',
  ]);
  const isThan = word?.lower === 'than' && older !== undefined && !draft.second.time && !draft.second.place;
  const text = sentence.phrase(0, sentence.words.length);
  const twice = (text.match(/\bhow many\b/g) ?? []).length > 1;
  const backwards =
    /^(and |so )?(was|were|is|are|did) (it|that|they|there|we)\b.*\b(more|less|fewer|worse|better|higher|lower|busier|quieter)\b/.test(
      text,
    );
  draft.comparing =
    phrase !== undefined || twice || backwards || alternative || (word !== undefined && !isThan);
};
