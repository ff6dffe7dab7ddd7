import { isNegated, takeNegation } from '../negation.ts';
import { addTo, type Draft, type Sentence, type SlotReader } from '../sentence.ts';
import { isFunctionWord, isReportNoun } from '../vocabulary.ts';
import type { Entity } from './entities.ts';

const mine = /^(me|myself)$/;

const createdBefore =
  /^(report|submit|file|raise|log|create|reported|created|submitted|filed|raised|sent|logged|written|lodged|posted|entered)$/;

/** Which person or team is a role: author after "reported by", assignee otherwise. */
function isAuthor(sentence: Sentence, first: number, next: number = first + 1): boolean {
  const verb = /^(has|had|have)$/.test(sentence.at(next)) ? next + 1 : next;
  if (/^(reported|submitted|filed|raised|logged|lodged|created|posted|entered)$/.test(sentence.at(verb)))
    return true;
  return sentence.at(first - 1) === 'by' && createdBefore.test(sentence.at(first - 2));
}

/** Words around a name that only say that it is the assignee's ("assigned to", "looking after", "'s plate"). */
const around =
  /^(assigned|allotted|allocated|given|with|to|by|for|of|under|handled|handling|owned|owns|own|belonging|belongs|belong|working|work|on|dealing|looking|look|after|responsible|plate|desk|queue|hands|hand|team|unit|units|crew|crews|staff|personnel|members|officers|guys|squad|squads|department|workers|engineers|the|is|are|has|have|does|do|did|got|get|gets|from|been|currently|assignee|owner|charge|in|care|doing|carrying|holding|holds|hold|parked|sitting|stuck|lying|resting|placed|lodged|her|his|their|its|own|at|right|now|moment)$/;

function takeAround(sentence: Sentence, first: number, next: number): void {
  sentence.take('assignee', first, next);
  for (let index = first - 1; index >= first - 3 && around.test(sentence.at(index)); index--)
    if (
      /^(assigned|allotted|allocated|given|handled|handling|owned|belonging|belong|working|dealing|looking|responsible|charge|care|assignee|owner|parked|sitting|stuck|lying|resting|placed|lodged)$/.test(
        sentence.at(index),
      )
    )
      sentence.take('assignee', index);
  for (let index = next; index < next + 6 && around.test(sentence.at(index)); index++)
    if (
      /^(unit|units|crew|crews|staff|personnel|members|officers|guys|squad|squads|department|workers|engineers|handling|owns|own|belonging|working|dealing|looking|after|responsible|plate|desk|queue|hands|charge|care|doing|carrying|holding|holds|hold|look)$/.test(
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
      if (value.kind === 'user' && isAuthor(sentence, first, next)) draft.filters.created_by = value.id;
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
    if (next > first && sentence.breaksAt(next)) break;
    next++;
  }
  if (next === first || isFunctionWord(sentence.at(first))) return;
  const name = sentence.original(first, next);
  addTo(draft.filters, 'assignee', name, isNegated(sentence, cue.first));
  draft.doubts.push(`nobody is named "${name}" here; the name was searched for as given`);
  sentence.take('assignee', cue.first, next);
}
