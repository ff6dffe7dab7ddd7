import type { Sentence } from '../sentence.ts';
import { slotWords } from '../slot-words.ts';
import { isFunctionWord, isReportNoun } from '../vocabulary.ts';
import type { Entity } from '../slots/entities.ts';
import type { Order } from './directive.ts';
import { isVerbless, selectingParticiple, type Frame } from './receiver.ts';
import { strictTransferVerbs } from './verbs.ts';

const endOfName =
  /^(and|or|due|by|with|in|at|on|from|that|which|until|please|who|for|as|before|within|tomorrow|today|now|asap|then|to|the|them|it|these|those|priority|status|high|critical|medium|low)$/;

/** Past "the contractor", "someone called". */
function nameStart(sentence: Sentence, at: number): number {
  let first = at;
  if (
    /^(someone|somebody|a|the|our)$/.test(sentence.at(first)) &&
    /^(called|named)$/.test(sentence.at(first + 1))
  )
    return first + 2;
  if (/^(the|our)$/.test(sentence.at(first))) first++;
  if (
    first > at &&
    /^(contractor|company|firm|agency|vendor)$/.test(sentence.at(first)) &&
    sentence.words[first + 1]?.capital
  )
    first++;
  if (/^(a|the)$/.test(sentence.at(at)) && /^(called|named)$/.test(sentence.at(at + 2))) return at + 3;
  return first;
}

/** "storage cases to Agro Godown Ltd": without any verb, a name in capitals after what is counted. */
function verblessReceiver(sentence: Sentence, entities: readonly Entity[]): string | undefined {
  const to = sentence.words.find(
    ({ lower, index }) =>
      lower === 'to' && /s$/.test(sentence.at(index - 1)) && isReportNoun(sentence.stemAt(index - 1)),
  )?.index;
  if (to === undefined || !isVerbless(sentence, sentence.words.length)) return undefined;
  const first = sentence.at(to + 1) === 'the' ? to + 2 : to + 1;
  let next = first;
  while (
    sentence.words[next]?.capital &&
    sentence.isFree(next) &&
    next < first + 4 &&
    !(next > first && sentence.breaksAt(next))
  )
    next++;
  const ends =
    sentence.words[next] === undefined ||
    sentence.breaksAt(next) ||
    !sentence.isFree(next) ||
    endOfName.test(sentence.at(next));
  const isKnown = entities.some((each) => each.first < next && first < each.next);
  if (next === first || !ends || isKnown || slotWords.has(sentence.at(first))) return undefined;
  sentence.take('action', to, next);
  return sentence.original(first, next);
}

/** A name after "to" that nobody bears: stored as given. */
export function unknownReceiver(
  sentence: Sentence,
  orders: readonly Order[],
  passive: Frame['passive'],
  entities: readonly Entity[],
): string | undefined {
  const order =
    orders.find(({ verb }) => strictTransferVerbs.has(verb)) ??
    (passive && selectingParticiple.test(passive.participle) ? { verb: 'assign', index: 0 } : undefined);
  if (!order) return orders.length === 0 ? verblessReceiver(sentence, entities) : undefined;
  for (let at = order.index + 1; at < sentence.words.length; at++) {
    if (
      sentence.at(at) !== 'to' ||
      !sentence.isFree(at) ||
      (selectingParticiple.test(sentence.at(at - 1)) && !passive)
    )
      continue;
    const first = nameStart(sentence, at + 1);
    let next = first;
    while (
      next < sentence.words.length &&
      next < first + 4 &&
      !endOfName.test(sentence.at(next)) &&
      !(next > first && sentence.breaksAt(next))
    )
      next++;
    const isName =
      next > first &&
      !isFunctionWord(sentence.at(first)) &&
      (next > first + 1 || !slotWords.has(sentence.at(first))) &&
      !isReportNoun(sentence.stemAt(first)) &&
      sentence.isFree(first);
    if (!isName) continue;
    sentence.take('action', at, next);
    return sentence.original(first, next);
  }
  return undefined;
}

/** "Team C", "Bridge Crew": a name of the organisation's own kind should be a stored one; a firm's or a person's may be new. */
export const isTeamName = (name: string): boolean =>
  /\b(team|crew|unit|squad|board|department|dept|cell|brigade|division|section|wing|desk|gang)\b/i.test(name);
