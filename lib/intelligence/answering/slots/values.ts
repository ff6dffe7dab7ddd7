import {
  openStatuses,
  type Priority,
  type ReportStatus,
  type Sentiment,
  type Urgency,
} from '../../../domain/report-vocabulary.ts';
import type { Sentence } from '../sentence.ts';

/** Phrases with what they mean. Longer phrases are tried first. */
export type Table<T> = ReadonlyMap<string, T>;

const table = <T>(rows: readonly (readonly [phrases: string, value: T])[]): Table<T> =>
  new Map(
    rows
      .flatMap(([phrases, value]) => phrases.split('|').map((phrase) => [phrase.trim(), value] as const))
      .sort(([a], [b]) => b.split(' ').length - a.split(' ').length),
  );

const open: readonly ReportStatus[] = openStatuses;
const over: readonly ReportStatus[] = ['resolved', 'closed'];

/** Words for a status. "Done" in everyday speech covers resolved and closed; "open" is everything nobody has finished. */
export const statusWords: Table<readonly ReportStatus[]> = table<readonly ReportStatus[]>([
  [
    'open|opened|unresolved|outstanding|unsolved|unfixed|unaddressed|unfinished|active|unattended|live|unsettled',
    open,
  ],
  [
    'not resolved|not been resolved|not fixed|not been fixed|not solved|not been solved|not done|not finished|not been dealt with|not yet closed',
    open,
  ],
  [
    'not yet resolved|not yet been resolved|not yet fixed|not yet solved|not yet done|not yet finished|not yet been fixed|not been closed yet',
    open,
  ],
  [
    'not completed|not been completed|not addressed|not been addressed|not been sorted|not been sorted out|not settled|still unresolved',
    open,
  ],
  [
    'to be done|to be fixed|to be resolved|to be closed|to be handled|needs doing|needs fixing|yet to be resolved|yet to be fixed|yet to be solved|yet to be closed|still to be fixed|still to be resolved|waiting to be fixed|still need fixing|still to do',
    open,
  ],
  [
    'not over|not dealt with|not been handled|still not resolved|still not fixed|still not done|still not solved|awaiting resolution|awaiting action',
    open,
  ],
  [
    'awaiting repair|awaiting repairs|awaiting attention|awaiting a fix|awaiting treatment|awaiting a decision|awaiting|unhandled|unprocessed|untreated|untouched|neglected|unrepaired|uncleared|unanswered|lingering|still around|persisting|yet to be done|yet to be handled|yet to be addressed|yet to be dealt with|not yet handled|not yet dealt with|not sorted|not been repaired|not repaired|not cleared|not been cleared|not been taken care of|not been finished|not being finished|still not finished|still not repaired|not attended|not attended to|not been attended|not been attended to|not touched|not been touched|not acted upon|not been acted upon|not looked into|not been looked into|no action taken|without any action|without action|without any reaction',
    open,
  ],
  ['pending|waiting|in the queue|queued|on hold|to do|todo', ['pending']],
  [
    'in progress|inprogress|in_progress|under way|underway|being worked on|being handled|being fixed|being repaired|being dealt with|ongoing|started|work in progress|wip',
    ['in_progress'],
  ],
  ['resolved|fixed|solved|settled|sorted out|sorted|repaired|addressed|rectified', ['resolved']],
  ['closed|shut', ['closed']],
  ['rejected|dismissed|declined|turned down|refused|denied|thrown out', ['rejected']],
  [
    'completed|finished|done|dealt with|wrapped up|signed off|finalised|finalized|concluded|over and done with',
    over,
  ],
  [
    'no longer open|not open|not active|not open any more|not open anymore',
    ['resolved', 'closed', 'rejected'],
  ],
  ['failed|failed processing|could not be processed', ['failed']],
  ['status completed', ['completed']],
  ['status assigned|status of assigned', ['assigned']],
  ['processing|being processed', ['processing']],
  ['accepted', ['accepted']],
]);

export const priorityWords: Table<Priority> = table<Priority>([
  ['critical|top|highest|p1|maximum', 'critical'],
  ['high|higher|p2', 'high'],
  ['medium|normal|middle|average|moderate|p3', 'medium'],
  ['low|lower|lowest|p4|minor', 'low'],
]);

export const urgencyWords: Table<readonly Urgency[]> = table<readonly Urgency[]>([
  ['immediate|immediately|life threatening|life-threatening', ['immediate']],
  ['urgent|urgently', ['urgent']],
  ['most urgent', ['immediate', 'urgent']],
  ['urgent or worse|at least urgent|urgent or immediate|urgent and above', ['urgent', 'immediate']],
  ['moderate|moderately urgent', ['moderate']],
]);

/** Levels that name an urgency only beside the word itself ("low urgency"). */
export const urgencyLevels: Table<readonly Urgency[]> = table<readonly Urgency[]>([
  ['immediate|highest|critical|top|extreme', ['immediate']],
  ['urgent', ['urgent']],
  ['high', ['immediate', 'urgent']],
  ['moderate|medium|normal', ['moderate']],
  ['low|lowest|minor', ['low']],
]);

export const sentimentWords: Table<Sentiment> = table<Sentiment>([
  [
    'positive|happy|satisfied|grateful|thankful|pleased|praise|praised|praising|compliment|compliments|appreciative|delighted|glad|gratitude|satisfaction|happiness',
    'positive',
  ],
  [
    'negative|angry|unhappy|upset|furious|frustrated|dissatisfied|annoyed|irritated|disappointed|critical of us|anger|frustration|dissatisfaction|outrage|fed up',
    'negative',
  ],
  ['neutral|matter of fact|factual', 'neutral'],
  ['mixed|mixed feelings|ambivalent', 'mixed'],
]);

/** Ways a report reached the product, as clients name them. */
export const sourceWords: Table<readonly string[]> = table<readonly string[]>([
  ['web|website|web site|online|portal|web form|webform|internet|site', ['web']],
  ['app|mobile app|mobile|application|phone app|smartphone app', ['app']],
  [
    'phone|telephone|hotline|helpline|phone call|phone calls|telephone call|call centre|call center|phone line',
    ['phone'],
  ],
  ['email|e mail|mail|emails', ['email']],
  ['sms|text message|text messages|text', ['sms']],
  ['whatsapp|whats app', ['whatsapp']],
  ['twitter|tweet|tweets', ['twitter']],
  ['social media|facebook|social', ['social']],
  ['radio', ['radio']],
  ['walk in|in person|counter|field officer|field', ['walk_in']],
]);

export interface Found<T> {
  value: T;
  first: number;
  next: number;
}

/** Occurrences of a table's phrases among free words, longest phrase first at every position. */
export function findIn<T>(sentence: Sentence, words: Table<T>): Found<T>[] {
  const found: Found<T>[] = [];
  for (let first = 0; first < sentence.words.length; first++)
    for (const [phrase, value] of words) {
      const next = first + phrase.split(' ').length;
      if (sentence.phrase(first, next) !== phrase || next > sentence.words.length) continue;
      if (!sentence.words.slice(first, next).every(({ index }) => sentence.isFree(index))) continue;
      found.push({ value, first, next });
      first = next - 1;
      break;
    }
  return found;
}
