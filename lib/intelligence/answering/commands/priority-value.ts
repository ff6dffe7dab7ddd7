import type { Priority } from '../../../domain/report-vocabulary.ts';
import type { Sentence } from '../sentence.ts';
import { findPriorities } from '../slots/levels.ts';
import { findIn, priorityWords } from '../slots/values.ts';
import {
  describesNoun,
  endsClause,
  hasArrow,
  isRelative,
  isTarget,
  isValue,
  namesField,
  takeValue,
  twoValues,
  type Occurrence,
  type ValueContext,
} from './value-position.ts';

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
function bareEndings(sentence: Sentence, { orders, colon, named }: ValueContext): Occurrence<Priority>[] {
  const setter = orders.find(({ verb }) => /^(make|set|mark|put|treat|keep)$/.test(verb));
  return findIn(sentence, priorityWords).filter(({ first, next }) => {
    if (!/^(critical|high|medium|low)$/.test(sentence.at(first)) || !endsClause(sentence, next)) return false;
    const listed =
      /,/.test(sentence.gapAt(first)) &&
      (colon !== undefined ||
        hasArrow(sentence, first) ||
        orders.length > 0 ||
        (named !== undefined && first >= named));
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
