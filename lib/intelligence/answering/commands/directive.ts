import type { Sentence } from '../sentence.ts';
import { isReportNoun } from '../vocabulary.ts';
import { isActionVerb, statusParticiples } from './verbs.ts';

/** A verb that orders something, with where it stands. */
export interface Order {
  verb: string;
  index: number;
}

const courtesy =
  /^(please|kindly|pls|plz|hey|hi|hello|ok|okay|so|now|just|then|and|also|next|right|well|thanks|first|finally|go|ahead|us|i|we|you|can|could|would|will|need|needs|want|like|to|let|must|should|have|mind|be|able|may|would|guys|team|everyone|arrange|time|remember|try|sure|that|it|is|quickly|immediately|asap|also|do)$/;

const stopsRequest =
  /\b(wonder|wondering|whether|curious|know if|tell me|let me know|explain|what if|in case|maybe|perhaps|someday|some day|should (i|we)|shall (i|we)|could (i|we)|can (i|we)|may (i|we)|must (i|we)|do (i|we)|did (i|we|you|they)|would have|could have|should have|if only|used to|planning to|going to|thinking of|thinking about|hope|hoping|i think|afraid|suppose)\b|\b(want|need|like|love|wish) (to )?(know|see|find|hear|understand|check|look|view|have a look|the list|a list|list)\b|^(i|we|they|he|she) (will|shall|am|are|had|just|already|have (?!to\b))/;
const question =
  /^(how|what|who|whom|whose|where|when|why|which|is|are|was|were|do|does|did|has|have|had|am|should|shall|may|might|would it|could it|will it|can it|can they|could they|will they|can we|can i|could we|could i|may i|any|anything|are there|is there)\b/;
const polite =
  /^((hey|hi|hello|please|ok|okay|so|and|now|then)\s+)*(can|could|would|will) (you|somebody|someone|u)\b/;
const negation =
  /\b(do not|does not|did not|never|no need to|not (to|be|yet|going)|stop|avoid|should not|must not|shall not|can not|could not|would not|will not|need not|refrain)\b/;

/** The part of the sentence before what a note says; a note may hold any words. */
const spoken = (sentence: Sentence): string =>
  sentence.words
    .filter(({ index }) => sentence.slotOf(index) !== 'note')
    .map(({ lower }) => lower)
    .join(' ');

/** What was, said before an order ("was collected, resolve it") or instead of one. */
const isStory = (sentence: Sentence, body: string, orders: readonly Order[]): boolean =>
  /\b(was|were)\b/.test(body) && !orders.some(({ index }) => index > 0 && sentence.breaksAt(index));

export const saying =
  /^(says|said|say|told|tells|asked|asks|wants|wanted|wishes|wished|thinks|thought|believes|believed|claims|claimed|suggested|suggests|proposed|proposes|recommends|recommended|requested|requests|insists|insisted|demands|demanded|heard|wrote|writes|mentioned|confirmed|confirms|announced|promised|promises|agreed|refused|denied|hopes|expects|expected|ordered|decided|remembers|remembered|forgot)$/;

/** "Priya says that they should be closed": somebody else's words. An order in a clause of its own after it is one. */
function isReported(sentence: Sentence, orders: readonly Order[]): boolean {
  const verb = sentence.words.find(
    ({ lower, index }) =>
      saying.test(lower) &&
      index > 0 &&
      sentence.slotOf(index) !== 'note' &&
      !/^(i|we|you|that|which|who|as|note|comment|remark|message|it|is|are|was|were|been|the|a)$/.test(
        sentence.at(index - 1),
      ) &&
      !isReportNoun(sentence.stemAt(index - 1)),
  );
  if (!verb) return false;
  return !orders.some(
    ({ index }) => index < verb.index || (index > verb.index && opensClause(sentence, index)),
  );
}

/** After a break, over "so", "please" and the like. */
export function opensClause(sentence: Sentence, index: number): boolean {
  for (let at = index; at > 0; at--) {
    if (sentence.breaksAt(at)) return true;
    if (!/^(so|then|please|and|now|kindly|therefore|hence|thus)$/.test(sentence.at(at - 1))) return false;
  }
  return false;
}

/** "reopen it, the repair did not hold": what is told after the order does not undo it. */
function withoutRemarks(sentence: Sentence, orders: readonly Order[], text: string): string {
  const last = orders.at(-1)?.index;
  const remark = sentence.words.find(
    ({ index, lower }) =>
      last !== undefined &&
      index > last + 1 &&
      sentence.breaksAt(index) &&
      /^(the|it|he|she|there|because|as|since)$/.test(lower),
  );
  return remark && sentence.slotOf(0) === undefined ? sentence.phrase(0, remark.index) : text;
}

/** Whether the sentence can be an order at all: no question, no wish to know, nothing that should not be done. */
export function mayOrder(sentence: Sentence, orders: readonly Order[]): boolean {
  const text = spoken(sentence);
  if (polite.test(text))
    return !/\b(tell|show|list|give me|explain|say|count|find|check|help me|see|know|let me)\b/.test(
      text.replace(polite, '').slice(0, 30),
    );
  if (question.test(text) && !isCausative(text)) return false;
  const body = withoutRemarks(sentence, orders, text).replace(
    /\b(that|which|who) (was|were|has been|have been|are|is)\b/g,
    'that',
  );
  return (
    !stopsRequest.test(body) &&
    !isStory(sentence, body, orders) &&
    !isReported(sentence, orders) &&
    !negationOfOrder(body) &&
    !/\?\s*$/.test(sentence.text.trim().replace(/\b(ok|okay|right|please|yes)\s*\?+$/i, ''))
  );
}

/** "have Roads Crew fix the potholes": no question, unlike "have the potholes been fixed". */
const isCausative = (text: string): boolean =>
  /^have (?!(we|you|they|i|all|any|the)\b)/.test(text) && !/\b(been|\w+ed)\b/.test(text);

/** "do not close", "never assign"; but "that are not assigned" selects. */
function negationOfOrder(text: string): boolean {
  const match = negation.exec(text);
  if (!match) return false;
  if (!/^not yet|^not (be|to)|^do not|^does not|^did not|^not going/.test(match[0])) return true;
  const before = text.slice(0, match.index);
  return (
    !/\b(that|which|who|are|is|have|has|been)\s*$/.test(before) &&
    !/\b(that|which|who)\b[^,;:]*$/.test(before)
  );
}

/** Where a clause begins: at the start after courtesies, after a break, after "and" or "then". */
function startsClause(sentence: Sentence, index: number): boolean {
  if (index === 0 || sentence.breaksAt(index)) return true;
  const before = sentence.at(index - 1);
  if (before === 'and' || before === 'then' || before === '&') return true;
  if (!courtesy.test(before)) return false;
  for (let at = index - 1; at >= 0; at--) {
    if (!courtesy.test(sentence.at(at))) return false;
    if (at === 0 || sentence.breaksAt(at)) return true;
  }
  return true;
}

/** "close to the river" and "the close ones" are no orders; neither is "open". */
const isVerbHere = (sentence: Sentence, index: number): boolean => {
  const word = sentence.at(index);
  const next = sentence.at(index + 1);
  if (word === 'close') return next !== 'to' && next !== 'by';
  if (word === 'due' || word === 'deadline') return false;
  if (word === 'note' || word === 'comment' || word === 'remark') return true;
  if (word === 'change' || word === 'update') return !/^(from|in|of|between|over|since)$/.test(next);
  if (word === 'start' || word === 'begin') return next !== 'of' && !/^date/.test(next);
  if (word === 'complete') return !/^(list|overview|picture|breakdown|set)$/.test(next);
  if (word === 'have' || word === 'get') return !/^(you|we|they|i|been|the number|me)$/.test(next);
  return true;
};

/** Verbs that order, in the sentence's order. */
export function findOrders(sentence: Sentence): Order[] {
  return sentence.words.flatMap(({ index, lower: word }) => {
    const lower = word === 'turn' && sentence.at(index + 1) === 'down' ? 'decline' : word;
    const verb =
      lower === 'closing' ||
      lower === 'assigning' ||
      lower === 'resolving' ||
      lower === 'marking' ||
      lower === 'setting'
        ? /^(mind|start|begin|ahead|with|be|try|consider|suggest|and)$/.test(sentence.at(index - 1))
          ? gerunds[lower]
          : undefined
        : lower;
    if (
      verb === undefined ||
      !isActionVerb(verb) ||
      sentence.slotOf(index) === 'note' ||
      !isVerbHere(sentence, index)
    )
      return [];
    const forAsker =
      /^(me|us|my)$/.test(sentence.at(index + 1)) &&
      /^(bring|give|get|send|tell|put|let|have|hand|pass|forward|set|make|update|leave)$/.test(verb);
    return startsClause(sentence, index) && !forAsker ? [{ verb, index }] : [];
  });
}

const gerunds: Readonly<Record<string, string>> = {
  closing: 'close',
  assigning: 'assign',
  resolving: 'resolve',
  marking: 'mark',
  setting: 'set',
};

const value =
  /^((a|the|of|set|made|at|on|given|now|top|marked|to|in|very) )*(critical|high|higher|medium|low|lower|normal|top priority|in progress|pending|under way|underway|on hold)\b/;

/** "should be high priority", "must become critical", "need to have low priority": a new value after the verb. */
function findBecoming(sentence: Sentence): { participle: string; index: number } | undefined {
  const verb = sentence.words.find(
    ({ lower, index }) =>
      /^(be|become|get|have|receive)$/.test(lower) &&
      /^(should|must|shall|to|now|all|please|also|can|may)$/.test(sentence.at(index - 1)) &&
      sentence.slotOf(index) !== 'note' &&
      /\b(should|must|shall|needs? to|ha(s|ve) to|ought to|are to|is to|to be|can now|may now)\b/.test(
        sentence.phrase(0, index + 1),
      ) &&
      value.test(sentence.phrase(index + 1, index + 6)),
  );
  return verb && { participle: 'set', index: verb.index };
}

/** "should be closed", "must be assigned to", "needs to go to", "want them rejected", "to be marked as". */
export function findPassiveOrder(sentence: Sentence): { participle: string; index: number } | undefined {
  for (const { index, lower } of sentence.words.toReversed()) {
    if (
      !Object.hasOwn(statusParticiples, lower) &&
      !/^(assigned|reassigned|given|handed|passed|transferred|allotted|allocated|sent|moved|forwarded|marked|set|escalated|raised|changed|prioritised|prioritized|lowered|routed|unassigned)$/.test(
        lower,
      )
    )
      continue;
    if (sentence.slotOf(index) === 'note') continue;
    const before = sentence.phrase(index - 3, index);
    if (
      /\b(should|must|shall|to|can) (now |all |please |also |both )?be( now)?$/.test(before) ||
      /^(need|needs) to be$/.test(before)
    )
      return { participle: lower, index };
    const wishes = /^(i|we|please|kindly)\b.*\b(want|need|like)\b|^(please |kindly )?(get|have)\b/;
    if (wishes.test(sentence.phrase(0, index)) && !/\b(was|were|has|been)\b/.test(before))
      return { participle: lower, index };
  }
  return findBecoming(sentence);
}
