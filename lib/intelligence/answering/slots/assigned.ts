import type { Sentence, SlotReader } from '../sentence.ts';

const unassigned = [
  'unassigned',
  'unallocated',
  'unallotted',
  'ownerless',
  'orphaned',
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
  'handled by someone',
  'handled by somebody',
  'handled by anyone',
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
const nobody =
  /\b(nobody|no one|noone|no team|no person|no crew) (?:(?:is|has|was|are|have|had|been|yet|currently|ever|being|still|actually) )*(?:assigned|handling|handles|dealing|deals|working|works|looking|looks|looked|taking|taken|took|owns|owning|responsible|picked|picks|in charge|touched|claimed|attending|attended)\b/;

/** "nobody is dealing with", "no team has been looking after". */
function takeNobody(sentence: Sentence): boolean {
  const match = nobody.exec(sentence.phrase(0, sentence.words.length));
  const found = match && sentence.find([match[0]]);
  if (!found || !sentence.isFree(found.first)) return false;
  let { next } = found;
  while (/^(with|on|at|after|into|up|to|of|over|them|it)$/.test(sentence.at(next)) && next < found.next + 3)
    next++;
  sentence.take('assignee', found.first, next);
  return true;
}

export const readAssigned: SlotReader = (sentence, draft) => {
  if (takeNobody(sentence) || takePhrase(sentence, unassigned)) draft.filters.assigned = false;
  else if (!followedByName(sentence) && takePhrase(sentence, assigned)) draft.filters.assigned = true;
};

/** "have been assigned to Team A" names whom, then it is no "has anybody". */
const followedByName = (sentence: Sentence): boolean => {
  const found = sentence.find(['assigned to', 'assigned with', 'allotted to', 'given to']);
  return found !== undefined && !/^(someone|somebody|anyone|anybody|a|any)$/.test(sentence.at(found.next));
};

/** "how many are assigned", asked of what is counted: with anybody, not in the status of that name. */
const isPredicate = (sentence: Sentence, index: number): boolean =>
  /^(how|are|is|were|which|what)$/.test(sentence.at(0)) &&
  /^(are|is|were|was|been|get|got|already)$/.test(sentence.at(index - 1)) &&
  (sentence.words[index + 1] === undefined ||
    sentence.breaksAt(index + 1) ||
    /^(so|in|at|from|now|this|last|and|or|already|yet|for)$/.test(sentence.at(index + 1)));

/** "the assigned road blocks": the status of that name, where nobody is named. */
export const readAssignedStatus: SlotReader = (sentence, draft) => {
  for (const { lower, index } of sentence.words) {
    if (lower !== 'assigned' || !sentence.isFree(index) || /^(to|by|with)$/.test(sentence.at(index + 1)))
      continue;
    sentence.take('status', index);
    if (isPredicate(sentence, index) && draft.filters.assignee === undefined) {
      draft.filters.assigned = true;
      continue;
    }
    const held =
      draft.filters.assignee !== undefined &&
      /^(been|is|are|was|were|has|have)$/.test(sentence.at(index - 1));
    if (!held) draft.filters.status = [...new Set([...(draft.filters.status ?? []), 'assigned' as const])];
  }
};
