import { isNegated, takeNegation } from '../negation.ts';
import { addTo, type Draft, type Sentence, type SlotReader } from '../sentence.ts';
import { isFunctionWord, isReportNoun } from '../vocabulary.ts';
import { hasBreakBefore } from '../words.ts';
import type { Entity } from './entities.ts';

const unassigned = [
  'unassigned',
  'unallocated',
  'unallotted',
  'ownerless',
  'unowned',
  'not assigned',
  'not been assigned',
  'not yet assigned',
  'not yet been assigned',
  'not allocated',
  'not allotted',
  'not been allotted',
  'not been allocated',
  'not been given to',
  'not given to',
  'without an assignee',
  'without assignee',
  'without an owner',
  'without owner',
  'without any owner',
  'without any assignee',
  'without a team',
  'without anyone',
  'without anybody',
  'no assignee',
  'no owner',
  'no team',
  'no one assigned',
  'nobody assigned',
  'nobody is assigned',
  'no one is assigned',
  'nobody on',
  'no one on',
  'nobody is on',
  'no one is on',
  'nobody has',
  'no one has',
  'nobody working',
  'no one working',
  'nobody is working',
  'no one is working',
  'nobody handling',
  'nobody is handling',
  'no one is handling',
  'nobody responsible',
  'nobody is responsible',
  'nobody looking after',
  'nobody is looking after',
  'nobody is looking at',
  'nobody owns',
  'no one owns',
  'nobody took',
  'nobody has taken',
  'no one has taken',
  'not with anyone',
  'not with anybody',
  'missing an assignee',
  'lack an assignee',
  'lacking an assignee',
  'have nobody',
  'have no one',
  'has nobody',
  'has no one',
  'not have anyone',
  'not have anybody',
  'not have an assignee',
  'not have an owner',
  'waiting to be assigned',
  'still to be assigned',
  'yet to be assigned',
  'need an assignee',
  'needs an assignee',
  'need assigning',
  'awaiting assignment',
  'free for assignment',
  'nobody picked up',
  'nobody has picked up',
  'no one picked up',
  'not picked up',
];
const assigned = [
  'somebody assigned',
  'someone assigned',
  'anybody assigned',
  'anyone assigned',
  'assigned to someone',
  'assigned to somebody',
  'assigned to anyone',
  'assigned to anybody',
  'assigned to a team',
  'have an assignee',
  'has an assignee',
  'with an assignee',
  'have an owner',
  'has an owner',
  'with an owner',
  'have someone on',
  'have somebody on',
  'has someone on',
  'someone on',
  'somebody on',
  'someone is working on',
  'somebody is working on',
  'already assigned',
  'have been assigned',
  'has been assigned',
  'are with someone',
  'given to someone',
  'taken by someone',
  'picked up by someone',
  'with someone',
];

const tail = /^(on|to|at|them|it|these|those|anyone|anybody|someone|somebody|any|team|yet|so|far|the)$/;

function takePhrase(sentence: Sentence, phrases: readonly string[]): boolean {
  const sorted = [...phrases].sort((a, b) => b.split(' ').length - a.split(' ').length);
  const found = sorted
    .map((phrase) => sentence.find([phrase]))
    .find((each) => each && sentence.isFree(each.first));
  if (!found) return false;
  let { next } = found;
  while (tail.test(sentence.at(next)) && sentence.isFree(next) && next < found.next + 3) next++;
  sentence.take('assignee', found.first, next);
  return true;
}

/** "unassigned", "with nobody on them", "that have an owner". */
export const readAssigned: SlotReader = (sentence, draft) => {
  if (takePhrase(sentence, unassigned)) draft.filters.assigned = false;
  else if (!followedByName(sentence) && takePhrase(sentence, assigned)) draft.filters.assigned = true;
};

/** "have been assigned to Team A" names whom, then it is no "has anybody". */
const followedByName = (sentence: Sentence): boolean => {
  const found = sentence.find(['assigned to', 'assigned with', 'allotted to', 'given to']);
  return found !== undefined && !/^(someone|somebody|anyone|anybody|a|any)$/.test(sentence.at(found.next));
};

const mine = /^(me|myself)$/;
const createdBefore =
  /^(report|submit|file|raise|log|create|reported|created|submitted|filed|raised|sent|logged|written|lodged|posted|entered)$/;

/** Which person or team is a role: author after "reported by", assignee otherwise. */
function isAuthor(sentence: Sentence, first: number): boolean {
  return sentence.at(first - 1) === 'by' && createdBefore.test(sentence.at(first - 2));
}

/** Words around a name that only say that it is the assignee's ("assigned to", "looking after", "'s plate"). */
const around =
  /^(assigned|allotted|allocated|given|with|to|by|for|of|under|handled|handling|owned|owns|own|belonging|belongs|belong|working|work|on|dealing|looking|look|after|responsible|plate|desk|queue|hands|hand|team|the|is|are|has|have|does|do|did|got|get|gets|from|been|currently|assignee|owner|charge|in|care|doing|carrying|holding|holds|hold|her|his|their|its|own|at|right|now|moment)$/;

function takeAround(sentence: Sentence, first: number, next: number): void {
  sentence.take('assignee', first, next);
  for (let index = first - 1; index >= first - 3 && around.test(sentence.at(index)); index--)
    if (
      /^(assigned|allotted|allocated|given|handled|handling|owned|belonging|belong|working|dealing|looking|responsible|charge|care|assignee|owner)$/.test(
        sentence.at(index),
      )
    )
      sentence.take('assignee', index);
  for (let index = next; index < next + 6 && around.test(sentence.at(index)); index++)
    if (
      /^(handling|owns|own|belonging|working|dealing|looking|after|responsible|plate|desk|queue|hands|charge|care|doing|carrying|holding|holds|hold|look)$/.test(
        sentence.at(index),
      )
    )
      sentence.take('assignee', index);
}

export function readPeople(entities: readonly Entity[]): SlotReader {
  return (sentence, draft) => {
    for (const { value, first, next, score } of entities) {
      if ((value.kind !== 'team' && value.kind !== 'user') || !sentence.isFree(first)) continue;
      const negated = isNegated(sentence, first);
      if (value.kind === 'user' && isAuthor(sentence, first)) draft.filters.created_by = value.id;
      else addTo(draft.filters, 'assignee', value.id, negated);
      if (negated) takeNegation(sentence, 'assignee', first);
      if (score < 0.85) draft.doubts.push(`"${sentence.original(first, next)}" was read as ${value.name}`);
      takeAround(sentence, first, next);
    }
    readSelf(sentence, draft);
    readUnknownAssignee(sentence, draft);
  };
}

/** "assigned to me", "my tasks", "reports I submitted", "my reports". */
function readSelf(sentence: Sentence, draft: Draft): void {
  const { asking } = sentence.input.people;
  const toMe = sentence.words.find(
    ({ lower, index }) =>
      mine.test(lower) &&
      /^(to|with|on)$/.test(sentence.at(index - 1)) &&
      /^(assigned|allotted|given|allocated|are|is|work|currently)$/.test(sentence.at(index - 2)),
  );
  const my = sentence.words.findIndex(({ lower }) => lower === 'my' || lower === 'mine');
  const noun =
    my < 0
      ? ''
      : (sentence.words
          .slice(my + 1, my + 4)
          .map(({ stem }) => stem)
          .find((each) => isReportNoun(each)) ?? '');
  const authored = sentence.words.some(
    ({ lower, index }) =>
      lower === 'i' &&
      createdBefore.test(sentence.at(index + 1) === 'have' ? sentence.at(index + 2) : sentence.at(index + 1)),
  );
  const byMe = sentence.words.some(({ lower, index }) => lower === 'me' && isAuthor(sentence, index));
  if (toMe || /^(task|ticket|queue|job|backlog)$/.test(noun)) addTo(draft.filters, 'assignee', asking, false);
  else if (authored || byMe || noun !== '') draft.filters.created_by = asking;
  if (toMe) sentence.take('assignee', toMe.index - 2, toMe.index + 1);
}

const endOfName =
  /^(that|which|who|and|or|in|at|on|from|since|during|last|this|by|with|for|are|is|was|were|has|have|how|what|still|open|due|please|yet|so|far|to|today|yesterday|before|after)$/;

/** "assigned to Ravi Contractors": a name nobody has is searched for as it was given. */
function readUnknownAssignee(sentence: Sentence, draft: Draft): void {
  const cue = sentence.find([
    'assigned to',
    'allotted to',
    'allocated to',
    'handled by',
    'given to',
    'owned by',
  ]);
  if (!cue || draft.filters.assignee || draft.filters.not?.assignee || draft.filters.assigned !== undefined)
    return;
  const first = sentence.at(cue.next) === 'the' ? cue.next + 1 : cue.next;
  let next = first;
  while (
    next < sentence.words.length &&
    next < first + 4 &&
    sentence.isFree(next) &&
    !endOfName.test(sentence.at(next))
  ) {
    if (next > first && hasBreakBefore(sentence.words[next]!)) break;
    next++;
  }
  if (next === first || isFunctionWord(sentence.at(first))) return;
  const name = sentence.original(first, next);
  addTo(draft.filters, 'assignee', name, isNegated(sentence, cue.first));
  draft.doubts.push(`nobody is named "${name}" here; the name was searched for as given`);
  sentence.take('assignee', cue.first, next);
}

/** "the assigned road blocks": the status of that name, where nobody is named. */
export const readAssignedStatus: SlotReader = (sentence, draft) => {
  for (const { lower, index } of sentence.words) {
    if (lower !== 'assigned' || !sentence.isFree(index) || /^(to|by|with)$/.test(sentence.at(index + 1)))
      continue;
    sentence.take('status', index);
    const held =
      draft.filters.assignee !== undefined &&
      /^(been|is|are|was|were|has|have)$/.test(sentence.at(index - 1));
    if (!held) draft.filters.status = [...new Set([...(draft.filters.status ?? []), 'assigned' as const])];
  }
};
