import type { Sentence } from '../sentence.ts';
import type { Entity } from '../slots/entities.ts';
import { isReportNoun } from '../vocabulary.ts';
import type { Order } from './directive.ts';
import { settingVerbs, transferVerbs } from './verbs.ts';

export interface ValueContext {
  orders: readonly Order[];
  passive: { participle: string; index: number } | undefined;
  entities: readonly Entity[];
  /** Index of the first word after a colon that follows the selection. */
  colon: number | undefined;
  /** Index of the word after the name of who shall have the reports. */
  named: number | undefined;
}

export interface Occurrence<T> {
  value: T;
  first: number;
  next: number;
}

const adjective =
  /^(open|pending|unassigned|assigned|resolved|closed|new|old|overdue|urgent|immediate|high|low|medium|critical|priority|in|progress|and|or|remaining|other|current|latest|newest|oldest|last|first|negative|positive)$/;

/** A noun follows, after other adjectives and names: "the in-progress building safety cases". Then the value selects. */
export function describesNoun(sentence: Sentence, next: number, entities: readonly Entity[]): boolean {
  for (let index = next; index < next + 7 && index < sentence.words.length; index++) {
    if (sentence.breaksAt(index) && index > next - 1 && !/^-?\s*$/.test(sentence.gapAt(index))) return false;
    const [lower, stem] = [sentence.at(index), sentence.stemAt(index)];
    if (isReportNoun(stem) || /^ones?$/.test(lower)) return true;
    const entity = entities.find(({ first, next: end }) => first <= index && index < end);
    if (entity?.value.kind === 'category') return true;
    if (!entity && !adjective.test(lower)) return false;
    if (/^(and|or)$/.test(lower) && !adjective.test(sentence.at(index + 1))) return false;
  }
  return false;
}

/** "that are in progress", "with high priority", "marked as resolved", "currently pending". */
export function isRelative(sentence: Sentence, first: number): boolean {
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

/** "mark them as in progress with high priority", "send them to Team A with high priority": after one new value comes another. */
const followsValue = (sentence: Sentence, at: number): boolean =>
  sentence.words.slice(0, at).some(({ lower }) => settingVerbs.has(lower) || transferVerbs.has(lower)) &&
  /\b(as|to|into)\b/.test(sentence.phrase(0, at)) &&
  !isReportNoun(sentence.stemAt(at - 1)) &&
  sentence.slotOf(at - 1) !== 'category';

/** "to Team A with high priority". */
function isAddedWith(sentence: Sentence, first: number): boolean {
  const at = /^(a|the)$/.test(sentence.at(first - 1)) ? first - 2 : first - 1;
  return sentence.at(at) === 'with' && followsValue(sentence, at);
}

/** A value directly after "to", "as", "into", "now" or the field's name; "to be fixed" is none. */
export const isTarget = (sentence: Sentence, first: number): boolean => {
  let index = first - 1;
  while (/^(a|the|back|being|status|state|priority|level|of|is|are|marked|very)$/.test(sentence.at(index)))
    index--;
  const word = sentence.at(index);
  if (word === 'as' && sentence.at(index - 1) === 'marked') return false;
  return /^(to|as|into|now|=)$/.test(word) && !(word === 'as' && sentence.at(index - 1) === 'classified');
};

export const endsClause = (sentence: Sentence, next: number): boolean => {
  const word = sentence.words[next];
  return (
    !word ||
    /[,;:.!?)]/.test(word.gap) ||
    /^(and|please|with|then|now|by|due|asap|too|also|immediately|today|tomorrow|for|on)$/.test(word.lower)
  );
};

/** "should be high priority", "must become critical". */
const becomes = ({ passive }: ValueContext, first: number): boolean =>
  passive?.participle === 'set' && first > passive.index && first - passive.index <= 4;

/** Whether an occurrence is what a field becomes, not what selects the reports. */
export function isValue(
  sentence: Sentence,
  { first, next }: Occurrence<unknown>,
  context: ValueContext,
): boolean {
  if (describesNoun(sentence, next, context.entities)) return false;
  if (becomes(context, first)) return true;
  if (isTarget(sentence, first) || /→|->|=>/.test(sentence.gapAt(first))) return true;
  if (isRelative(sentence, first)) return false;
  if (isAddedWith(sentence, first)) return true;
  if (context.colon !== undefined && first >= context.colon) return true;
  const setter = context.orders.findLast(({ verb, index }) => settingVerbs.has(verb) && index < first);
  if (setter) return endsClause(sentence, next);
  const afterOrder =
    (context.named !== undefined && first >= context.named) ||
    context.orders.some(({ index }) => index < first) ||
    hasArrow(sentence, first);
  return /^[,;]/.test(sentence.gapAt(first).trim()) && afterOrder && endsClause(sentence, next);
}

/** "these -> Team A, high, due Friday". */
export const hasArrow = (sentence: Sentence, before: number): boolean =>
  sentence.words.slice(0, before).some(({ gap }) => /→|->|=>/.test(gap));

/** "priority critical", "status closed": the noun before its value is an assignment by itself, unless "with" or "of" selects by it. */
export const namesField = (sentence: Sentence, first: number, noun: string): boolean =>
  sentence.at(first) === noun &&
  !/^(with|of|have|has|having|by|whose|their|the)$/.test(sentence.at(first - 1));

export function takeValue(sentence: Sentence, { first, next }: Occurrence<unknown>): void {
  sentence.take('action', first, next);
  for (
    let index = first - 1;
    index >= first - 3 && /^(to|as|into|status|state|priority|level|be|now)$/.test(sentence.at(index));
    index--
  )
    sentence.take('action', index);
  if (/^(priority|status|state)$/.test(sentence.at(next))) sentence.take('action', next);
}

export const twoValues = (what: string) => ({
  unclear: true,
  doubt: `two different ${what} were named; the first was taken`,
});
