import type { Priority, WorkflowStatus } from '../../../domain/report-vocabulary.ts';
import type { Sentence } from '../sentence.ts';
import { findPriorities } from '../slots/levels.ts';
import { findIn, priorityWords } from '../slots/values.ts';
import type { Entity } from '../slots/entities.ts';
import { isReportNoun } from '../vocabulary.ts';
import type { Order } from './directive.ts';
import { settingVerbs, statusParticiples, statusValues, statusVerbs } from './verbs.ts';

export interface ValueContext {
  orders: readonly Order[];
  passive: { participle: string; index: number } | undefined;
  entities: readonly Entity[];
  /** Index of the first word after a colon that follows the selection. */
  colon: number | undefined;
}

interface Occurrence<T> {
  value: T;
  first: number;
  next: number;
}

const adjective =
  /^(open|pending|unassigned|assigned|resolved|closed|new|old|overdue|urgent|immediate|high|low|medium|critical|priority|in|progress|and|or|remaining|other|current|latest|newest|oldest|last|first|negative|positive)$/;

/** A noun follows, after other adjectives and names: "the in-progress building safety cases". Then the value selects. */
function describesNoun(sentence: Sentence, next: number, entities: readonly Entity[]): boolean {
  for (let index = next; index < next + 7 && index < sentence.words.length; index++) {
    if (sentence.breaksAt(index) && index > next - 1 && !/^-?\s*$/.test(sentence.gapAt(index))) return false;
    const [lower, stem] = [sentence.at(index), sentence.stemAt(index)];
    if (isReportNoun(stem) || /^ones?$/.test(lower)) return true;
    const entity = entities.find(({ first, next: end }) => first <= index && index < end);
    if (entity?.value.kind === 'category') return true;
    if (!entity && !adjective.test(lower)) return false;
    if (!entity && /^(and|or|in)$/.test(lower) && index === next && sentence.at(index + 1) !== 'progress')
      return describesLater(sentence, index + 1);
  }
  return false;
}

/** "pending and assigned potholes": a list of adjectives. */
const describesLater = (sentence: Sentence, at: number): boolean =>
  adjective.test(sentence.at(at)) && !/^(in|and|or)$/.test(sentence.at(at));

/** "that are in progress", "with high priority", "marked as resolved", "currently pending". */
function isRelative(sentence: Sentence, first: number): boolean {
  let index = first - 1;
  while (
    /^(still|currently|already|now|been|being|a|the|as|priority|status|of|yet|not)$/.test(sentence.at(index))
  )
    index--;
  const word = sentence.at(index);
  if (/^(are|is|were|was|have|has)$/.test(word))
    return (
      /^(that|which|who|ones|still)$/.test(sentence.at(index - 1)) || isReportNoun(sentence.stemAt(index - 1))
    );
  return (word === 'with' && !followsValue(sentence, index)) || word === 'marked' || word === 'having';
}

/** "mark them as in progress with high priority": after one new value comes another. */
const followsValue = (sentence: Sentence, at: number): boolean =>
  /^(set|mark|put|move|change|make|update|assign|reassign|give|hand|allot|allocate|delegate)$/.test(
    sentence.at(0),
  ) && /\b(as|to|into)\b/.test(sentence.phrase(0, at));

/** "to Team A with high priority". */
function isAddedWith(sentence: Sentence, first: number): boolean {
  const at = /^(a|the)$/.test(sentence.at(first - 1)) ? first - 2 : first - 1;
  return sentence.at(at) === 'with' && followsValue(sentence, at);
}

/** A value directly after "to", "as", "into", "now" or the field's name; "to be fixed" is none. */
const isTarget = (sentence: Sentence, first: number): boolean => {
  let index = first - 1;
  while (/^(a|the|back|being|status|state|priority|level|of|is|are|marked|very)$/.test(sentence.at(index)))
    index--;
  const word = sentence.at(index);
  if (word === 'as' && sentence.at(index - 1) === 'marked') return false;
  return /^(to|as|into|now|=)$/.test(word) && !(word === 'as' && sentence.at(index - 1) === 'classified');
};

const endsClause = (sentence: Sentence, next: number): boolean => {
  const word = sentence.words[next];
  return (
    !word ||
    /[,;:.!?)]/.test(word.gap) ||
    /^(and|please|with|then|now|by|due|asap|too|also|immediately|today|tomorrow|for|on)$/.test(word.lower)
  );
};

/** Whether an occurrence is what a field becomes, not what selects the reports. */
function isValue(sentence: Sentence, { first, next }: Occurrence<unknown>, context: ValueContext): boolean {
  if (describesNoun(sentence, next, context.entities)) return false;
  if (isTarget(sentence, first) || /→|->|=>/.test(sentence.gapAt(first))) return true;
  if (isRelative(sentence, first)) return false;
  if (isAddedWith(sentence, first)) return true;
  if (context.colon !== undefined && first >= context.colon) return true;
  const setter = context.orders.findLast(({ verb, index }) => settingVerbs.has(verb) && index < first);
  if (setter) return endsClause(sentence, next);
  const afterOrder = context.orders.some(({ index }) => index < first) || hasArrow(sentence, first);
  return /^[,;]/.test(sentence.gapAt(first).trim()) && afterOrder && endsClause(sentence, next);
}

/** "these -> Team A, high, due Friday". */
const hasArrow = (sentence: Sentence, before: number): boolean =>
  sentence.words.slice(0, before).some(({ gap }) => /→|->|=>/.test(gap));

/** "priority critical", "status closed": the noun before its value is an assignment by itself, unless "with" or "of" selects by it. */
const namesField = (sentence: Sentence, first: number, noun: string): boolean =>
  sentence.at(first) === noun &&
  !/^(with|of|have|has|having|by|whose|their|the)$/.test(sentence.at(first - 1));

function takeValue(sentence: Sentence, { first, next }: Occurrence<unknown>): void {
  sentence.take('action', first, next);
  for (
    let index = first - 1;
    index >= first - 3 && /^(to|as|into|status|state|priority|level|be|now)$/.test(sentence.at(index));
    index--
  )
    sentence.take('action', index);
  if (/^(priority|status|state)$/.test(sentence.at(next))) sentence.take('action', next);
}

const statusOccurrences = (sentence: Sentence): Occurrence<WorkflowStatus>[] => {
  const found: Occurrence<WorkflowStatus>[] = [];
  for (let first = 0; first < sentence.words.length; first++) {
    const match = statusValues.find(
      ([phrase]) => sentence.phrase(first, first + phrase.split(' ').length) === phrase,
    );
    if (!match || !sentence.isFree(first)) continue;
    const next = first + match[0].split(' ').length;
    found.push({ value: match[1], first, next });
    first = next - 1;
  }
  return found;
};

/** A status verb orders only with an object after it, or alone with reports at hand ("close"). */
function statusFromVerb(sentence: Sentence, { orders }: ValueContext): WorkflowStatus | undefined {
  const order = orders.find(({ verb, index }) => Object.hasOwn(statusVerbs, verb) && sentence.isFree(index));
  if (!order) return undefined;
  sentence.take('action', order.index);
  if (/^(work|working|on|out|off|down)$/.test(sentence.at(order.index + 1)))
    sentence.take('action', order.index + 1);
  return statusVerbs[order.verb];
}

const statusOrdered = ({ orders }: ValueContext): boolean =>
  orders.some(({ verb }) => Object.hasOwn(statusVerbs, verb));

/** "have been started, mark them ...", "are finished, please resolve": how things stand, said beside the order; no selection. */
function takePredicates(sentence: Sentence, isStatusOrder: boolean): void {
  if (!isStatusOrder) return;
  for (const { first, next } of statusOccurrences(sentence)) {
    const verb = sentence.at(first - 1);
    const subject = /^(been|already|now)$/.test(verb) ? sentence.at(first - 3) : sentence.at(first - 2);
    const isPredicate =
      /^(is|are|was|were|been|already|now)$/.test(verb) && !/^(that|which|who|still)$/.test(subject);
    if (isPredicate && (sentence.breaksAt(next) || sentence.at(next) === 'and' || sentence.at(next) === 'so'))
      sentence.take('action', first, next);
  }
}

export interface StatusValue {
  status?: WorkflowStatus;
  doubt?: string;
  unclear?: boolean;
}

const twoValues = (what: string) => ({
  unclear: true,
  doubt: `two different ${what} were named; the first was taken`,
});

export function readStatusValue(sentence: Sentence, context: ValueContext): StatusValue {
  const { passive } = context;
  const values = statusOccurrences(sentence).filter(
    (each) => isValue(sentence, each, context) || namesField(sentence, each.first - 1, 'status'),
  );
  const chosen = values.filter(
    ({ value, first }) => !(value === 'assigned' && sentence.at(first + 1) === 'to'),
  );
  for (const each of chosen) takeValue(sentence, each);
  if (chosen.length > 0 || context.orders.length > 0)
    takePredicates(sentence, chosen.length > 0 || statusOrdered(context));
  const distinct = new Set(chosen.map(({ value }) => value));
  const [first] = chosen;
  if (first)
    return {
      status: first.value,
      ...(distinct.size > 1 && twoValues('statuses')),
    };
  const verbs = new Set(
    context.orders.flatMap(({ verb }) => (Object.hasOwn(statusVerbs, verb) ? [statusVerbs[verb]] : [])),
  );
  const fromVerb = statusFromVerb(sentence, context);
  if (fromVerb) return { status: fromVerb, ...(verbs.size > 1 && twoValues('statuses')) };
  const participle = passive && statusParticiples[passive.participle];
  if (!participle) return {};
  sentence.take('action', passive.index);
  if (isDeadline(sentence, passive.index)) return {};
  return { status: participle };
}

/** "must be finished by tomorrow" sets a deadline, no status. */
const isDeadline = (sentence: Sentence, participle: number): boolean =>
  /^(finished|done|completed|fixed|resolved|solved|closed)$/.test(sentence.at(participle)) &&
  /^(by|before|within|until|in|on)$/.test(sentence.at(participle + 1));

export interface PriorityValue {
  priority?: Priority;
  doubt?: string;
  unclear?: boolean;
}

const urgencyAsPriority: Readonly<Record<string, Priority>> = {
  urgent: 'critical',
  immediate: 'critical',
  emergency: 'critical',
};

/** "set the priority of these to high", "escalate to critical": a level after "to", without the noun beside it. */
function bareTargets(sentence: Sentence, { orders }: ValueContext): Occurrence<Priority>[] {
  const speaks = sentence.words.some(({ lower }) => /^(priority|priorities)$/.test(lower));
  const raises = orders.some(({ verb }) => /^(escalate|bump|raise|lower|upgrade|downgrade)$/.test(verb));
  if (!speaks && !raises) return [];
  return findIn(sentence, priorityWords).filter(({ first }) => isTarget(sentence, first));
}

/** "make all noise complaints low", "..., high, due Friday": a level by itself at the end of a clause. */
function bareEndings(sentence: Sentence, { orders, colon }: ValueContext): Occurrence<Priority>[] {
  const setter = orders.find(({ verb }) => /^(make|set|mark|put|treat|keep)$/.test(verb));
  return findIn(sentence, priorityWords).filter(({ first, next }) => {
    if (!/^(critical|high|medium|low)$/.test(sentence.at(first)) || !endsClause(sentence, next)) return false;
    const listed =
      /,/.test(sentence.gapAt(first)) &&
      (colon !== undefined || hasArrow(sentence, first) || orders.length > 0);
    return listed || (setter !== undefined && setter.index < first);
  });
}

/** "high priority for all pending ones", "medium as priority of", "get top priority". */
function isPhrasedAsValue(sentence: Sentence, { first, next }: Occurrence<Priority>): boolean {
  if (first === 0 && /^(for|on|to)$/.test(sentence.at(next))) return true;
  return /^(get|gets|deserve|deserves|need|needs|give|given)$/.test(sentence.at(first - 1));
}

/** "medium as priority": the noun comes after. */
const asPriority = (sentence: Sentence): Occurrence<Priority>[] =>
  findIn(sentence, priorityWords).filter(({ next }) =>
    /^as (the )?priority/.test(sentence.phrase(next, next + 3)),
  );

export function readPriorityValue(sentence: Sentence, context: ValueContext): PriorityValue {
  const verb = context.orders.find(({ verb: each }) => /^(de)?prioriti[sz]e$/.test(each));
  if (verb) {
    sentence.take('action', verb.index);
    return { priority: verb.verb.startsWith('de') ? 'low' : 'high' };
  }
  const gives = context.orders.some(({ verb }) => verb === 'give');
  const spoken = [...asPriority(sentence), ...bareEndings(sentence, context)];
  const candidates = [...spoken, ...findPriorities(sentence), ...bareTargets(sentence, context)];
  const values = candidates.filter((each) => {
    if (spoken.includes(each) || isPhrasedAsValue(sentence, each)) return true;
    if (
      gives &&
      endsClause(sentence, each.next) &&
      each.first > 0 &&
      !describesNoun(sentence, each.next, context.entities) &&
      !isRelative(sentence, each.first)
    )
      return true;
    if (describesNoun(sentence, each.next, context.entities)) return false;
    return (
      isValue(sentence, each, context) ||
      (namesField(sentence, each.first, 'priority') && !isRelative(sentence, each.first)) ||
      becomesNow(sentence, each.first)
    );
  });
  const [first] = values;
  for (const each of values) takeValue(sentence, each);
  const distinct = new Set(values.map(({ value }) => value));
  if (first) return { priority: first.value, ...(distinct.size > 1 && twoValues('priorities')) };
  return urgentAsPriority(sentence, context);
}

/** "are now critical": said of what changes, not of what is selected. */
const becomesNow = (sentence: Sentence, first: number): boolean =>
  sentence.at(first - 1) === 'now' && /^(are|is)$/.test(sentence.at(first - 2));

/** "mark it urgent": urgency is read from the report and cannot be set; the nearest priority is proposed. */
function urgentAsPriority(sentence: Sentence, context: ValueContext): PriorityValue {
  for (const { index, lower } of sentence.words) {
    const priority = urgencyAsPriority[lower];
    if (
      priority === undefined ||
      !sentence.isFree(index) ||
      !isValue(sentence, { value: lower, first: index, next: index + 1 }, context)
    )
      continue;
    sentence.take('action', index);
    return { priority, unclear: true, doubt: `"${lower}" is no priority; ${priority} is proposed` };
  }
  return {};
}
