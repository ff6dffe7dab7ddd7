import { clearedBy } from './follow-up.ts';
import type { Draft, Sentence } from './sentence.ts';
import { isReportNoun } from './vocabulary.ts';

const asking =
  /\b(how (many|much|often)|number of|no of|count|total|list|show|which|any|anything|what (happened|came|is new|has happened|went|did)|breakdown|overview|summary|trend|compare|who|where|when|why)\b/;

/** Slots that belong to nothing but reports; a time, a place or a name alone may be about anything. */
function isAnchored(sentence: Sentence, { filters, shape, guessed }: Draft): boolean {
  if (sentence.words.some(({ stem, index }) => isReportNoun(stem) && isNounHere(sentence, index)))
    return true;
  const {
    from: _from,
    to: _to,
    place: _place,
    near: _near,
    assignee: _assignee,
    created_by: _by,
    q,
    category,
    not: _not,
    ...strong
  } = filters;
  if (Object.keys(strong).length > 0 || filters.not || (category !== undefined && !guessed)) return true;
  if (q !== undefined && sentence.words.some(({ index }) => sentence.slotOf(index) === 'text')) return true;
  return (
    shape.group_by !== undefined ||
    shape.interval !== undefined ||
    shape.limit !== undefined ||
    shape.metric !== undefined ||
    shape.compare_with !== undefined
  );
}

/** "report" as what is counted; "call the mayor" and "message me" are verbs. */
const isNounHere = (sentence: Sentence, index: number): boolean =>
  index > 0 || /s$/.test(sentence.at(index)) || sentence.words.length <= 2;

/** Whether the sentence asks about the reports at all. */
export function isAboutReports(sentence: Sentence, draft: Draft, followsUp: boolean): boolean {
  const leftovers = draft.unmatched.length;
  const text = sentence.phrase(0, sentence.words.length);
  const { filters } = draft;
  if (followsUp && clearedBy(text).size > 0) return true;
  if (isElsewhere(sentence, draft)) return false;
  if (isAnchored(sentence, draft)) return leftovers <= 4;
  const weak =
    filters.place !== undefined ||
    filters.near !== undefined ||
    filters.assignee !== undefined ||
    filters.created_by !== undefined;
  if (draft.guessed && leftovers === 0 && (asking.test(text) || sentence.words.length <= 4)) return true;
  const timed = filters.from !== undefined || filters.to !== undefined;
  if (followsUp) return leftovers <= 2;
  if (leftovers === 0)
    return weak || timed ? true : asking.test(text) && /\b(how many|number of|count|total)\b/.test(text);
  const mightBe =
    /^(any|anything|show|list|find|how many|number of|which|what happened|where|count|tell me about)\b/.test(
      text,
    ) || !asking.test(text);
  return (
    filters.place !== undefined &&
    leftovers <= 2 &&
    mightBe &&
    !/^(what is|what are|who is|is|are|does|do|will|can)\b/.test(text)
  );
}

/** Other things than stored reports, by the form of the question. */
const elsewhere: readonly RegExp[] = [
  // How to do something, what one should do.
  /^(how (do|can|should|could|would) (i|we|you|one)|how to)\b/,
  /^(what|which|where|when|who|why)\b.{0,40}\b(should|can|could|shall|must) (i|we|you|one)\b/,
  // Orders to do something else.
  /^(please |can you |could you )?(delete|erase|remove|drop|purge|wipe|send|create|make|build|buy|book|order|translate|write|draft|add|merge|sing|play|turn|switch|install|download|print|define|rename)\b/,
  /^(please |can you |could you )?(call|phone|text|email|mail) (me|us|him|her|them|the|a|an|my|our|team|somebody|someone)\b/,
  // What is to come.
  /^(when|what|who|where|which|why|how many|how much|how)\b.{0,40}\bwill\b/,
  /^(will|is it going to|are we going to|could it)\b/,
  // Opening hours, measures of the world, meanings of words, prices.
  /\b(when|what time|what hours?) (does|do|is|are)\b.*\b(open|close|start|shut)\b/,
  /^(is|are) (the|your|our) .*\bopen (on|until|till|from)\b/,
  /\bhow long (does|did|do|is|has|have|until|before)\b/,
  /^how (far|high|deep|old|tall|wide|big|hot|cold|fast|heavy|strong|safe) (is|are|was|were)\b/,
  /^(is|are|was) .{0,40}\bsafe (to|for)\b|^is it safe\b/,
  /^what (is|are) (a|an) [a-z]+$|\bwhat (does|do) .+ mean\b/,
  /\bhow much (does|do|did|would|is|are)\b.*\b(cost|costs|pay|price)\b/,
  /\bhow many (employees|workers|staff|members|people|officers|engineers|vehicles|trucks|boats|doctors|nurses|vets|machines|beds|tents|pumps)\b.*\b(does|do|employed|available|work for)\b/,
  /^(is|are) the (road|roads|bridge|highway|office|market|shop|school|park|hospital|shelter|station|gate|camp|dam)s?\b.*\b(open|closed|passable|working|available|full|safe)$/,
  /^who (caused|built|buys|made|started|invented|wrote the)\b/,
];

const smallTalk = /\b(joke|poem|song|recipe|story|weather (is|be|like|going)|who are you|your name)\b/;

/** Whether the sentence, whatever it names, is about something that no report tells. */
function isElsewhere(sentence: Sentence, { unmatched }: Draft): boolean {
  const text = sentence.phrase(0, sentence.words.length);
  return (
    elsewhere.some((pattern) => pattern.test(text)) ||
    (unmatched.length > 0 && smallTalk.test(text)) ||
    asksForPerson(sentence, text)
  );
}

/** "who is Priya Nair", "who is in charge of NDRF": about people, not about what they have to do. */
const asksForPerson = (sentence: Sentence, text: string): boolean =>
  /^who (is|are|was)\b/.test(text) &&
  sentence.words.every(
    ({ index, stem }) =>
      sentence.slotOf(index) !== 'category' && sentence.slotOf(index) !== 'status' && !isReportNoun(stem),
  ) &&
  !/\b(handling|working|dealing|looking|assigned|overdue|busiest|most|least|fewest)\b/.test(text);
