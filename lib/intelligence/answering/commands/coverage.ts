import type { Draft, Sentence } from '../sentence.ts';
import { stem } from '../stem.ts';
import { isReportNoun } from '../vocabulary.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Words that carry an order without narrowing what it is for. Every other word must have been used by some slot. */
const carrying = words(`
  the a an all any each every everything anything both of in on at by for from to with into onto over under about as and then also too so now
  already still that which who these those this it them they ones one there here their its
  is are was were be been being has have had get gets got getting go goes going come comes came coming do does
  i we you us me can could would will should must shall may need needs want wants like let lets
  please kindly pls plz hi hello hey ok okay yes right well thanks thank cheers dear team
  desk plate queue forward handler responsible
  status statuses priorities deadlines priority due date deadline assignee owner person charge category type level
  back away ahead straight together set change make mark begun started instead
  everybody everyone somebody someone work what where whose his her out up down off through along plus ought might just only simply
  really actually currently presently even again immediately quickly soon asap urgently directly straightaway promptly personally officially
  finally accordingly henceforth sir madam guys folks appreciate grateful favour favor regards best take taken takes handle handles
  look looks deal deals see attend care manage finish fix sort hold hands hand responsibility ownership attention action duty assignment
  existing current present available registered known whole entire full lot batch bunch single listed concerning regarding related
  relating pertaining involving named called using onto within yet until them themselves itself one's nature per
`);

/** Phrases of haste and courtesy. */
const courtesies = [
  'if possible',
  'if you can',
  'if you could',
  'if you please',
  'if you do not mind',
  'any more',
  'any longer',
  'for me',
  'for us',
  'right away',
  'right now',
  'at once',
  'as soon as possible',
  'without delay',
  'go ahead',
  'make sure that',
  'make sure',
  'sure',
  'see to it',
  'see that',
  'time to',
  'do the needful',
  'from now on',
  'by the way',
  'would you mind',
  'do you mind',
  'mind',
  'arrange',
  'request',
  'be so kind',
  'as discussed',
  'as agreed',
  'as requested',
  'not valid',
  'more',
  'look after',
  'taken care of',
];

const heads: ReadonlySet<string> = new Set(
  [
    ...words(
      'report complaint issue problem incident case ticket record request entry item submission grievance matter task job thing query concern alert call message event notification instance occurrence feedback rpt',
    ),
  ].map(stem),
);

const isNoun = (sentence: Sentence, index: number): boolean =>
  isReportNoun(sentence.stemAt(index)) && !/(ed|ing)$/.test(sentence.at(index));

/** "cases", "job" as what is counted; of two such nouns in a row the first narrows the second. */
const isHead = (sentence: Sentence, index: number): boolean =>
  isNoun(sentence, index) &&
  (heads.has(sentence.stemAt(index)) || sentence.slotOf(index - 1) !== undefined) &&
  !isNoun(sentence, index + 1);

const fieldAfter = /^(deadline|due|assignee|owner|status|priority|date|note|team)$/;

/** "reported" before a time or a channel, "new" before a field: the slot that follows has the meaning. */
const leansOnNext = (sentence: Sentence, draft: Draft, index: number): boolean => {
  const word = sentence.at(index);
  if (word === 'new') return fieldAfter.test(sentence.at(index + 1));
  if (draft.filters.created_by !== undefined && /^(reported|submitted|filed|raised|by)$/.test(word))
    return true;
  if (
    /^(reported|received|submitted|filed|logged|raised|created|sent|lodged|opened|marked|handled|assigned|given|belong|classified)$/.test(
      word,
    )
  )
    return [1, 2, 3].some((step) =>
      /^(time|source|assignee|due|place|status|category|urgency|priority|action)$/.test(
        sentence.slotOf(index + step) ?? '',
      ),
    );
  if (/^(my|our)$/.test(word))
    return draft.filters.created_by !== undefined || draft.filters.assignee !== undefined;
  return false;
};

const isListNumber = (sentence: Sentence, index: number): boolean =>
  index === 0 && /^[.)]/.test(sentence.gapAt(1).trim());

function takeCourtesies(sentence: Sentence): void {
  for (const phrase of courtesies) {
    const found = sentence.find([phrase]);
    if (found && sentence.isFree(found.first)) sentence.take('manners', found.first, found.next);
  }
}

/**
 * Words of a command that nothing was made of. Each may narrow what is meant, so that one of them is reason to ask. Explicit ids
 * leave nothing to narrow.
 */
export function unusedWords(sentence: Sentence, draft: Draft): string[] {
  if (draft.filters.incident_ids !== undefined) return [];
  takeCourtesies(sentence);
  return sentence.words
    .filter(
      ({ index, lower }) =>
        sentence.isFree(index) &&
        !carrying.has(lower) &&
        !isHead(sentence, index) &&
        !leansOnNext(sentence, draft, index) &&
        !isListNumber(sentence, index) &&
        !draft.unmatched.some((each) => each.toLowerCase().split(' ').includes(lower)),
    )
    .map(({ text }) => text);
}
