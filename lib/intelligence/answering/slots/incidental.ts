import type { Sentence, SlotReader } from '../sentence.ts';
import { unitWords } from '../time/names.ts';
import { isFunctionWord, isReportNoun } from '../vocabulary.ts';
import {
  asides,
  audience,
  incidentalVerbs,
  presentationNouns,
  reporters,
  reportingVerbs,
} from './incidental-words.ts';
import { leftoverWords } from './leftover.ts';

const purpose = /^(for|before|in|ahead)$/;
const inPurpose =
  /^(of|preparation|the|a|an|my|our|their|his|her|your|this|next|last|coming|weekly|monthly|daily|quarterly|annual|yearly|morning|evening|today|today's|tomorrow|monday|tuesday|wednesday|thursday|friday|saturday|sunday|week|month|year|ward|city|town|village|district|state|team|steering|internal|official|local|upcoming|and|status|progress|management|emergency|crisis|control|staff)$/;

const isAudience = (sentence: Sentence, index: number): boolean =>
  audience.has(sentence.at(index)) && !(sentence.at(index) === 'report' && sentence.at(index - 1) === 'the');

/** "for tomorrow's ward meeting", "before the press briefing": why it is asked, no condition. */
export const readPurpose: SlotReader = (sentence) => {
  for (const { index, lower } of sentence.words) {
    if (!purpose.test(lower) || !sentence.isFree(index)) continue;
    if (lower === 'in' && sentence.at(index + 1) !== 'preparation') continue;
    if (lower === 'ahead' && sentence.at(index + 1) !== 'of') continue;
    let next = index + 1;
    while (next < index + 7 && inPurpose.test(sentence.at(next)) && !isAudience(sentence, next)) next++;
    if (!isAudience(sentence, next)) continue;
    while (isAudience(sentence, next + 1) && !sentence.breaksAt(next + 1)) next++;
    sentence.take('incidental', index, next + 1);
  }
};

const giving = /^(give|show|send|tell|get|bring|hand|provide|prepare|make|draw|compile|help)$/;
const receivers = /^(the|our|my|a|an|their)$/;
const given =
  /^(a|an|the|all|every|how|what|which|where|who|when|numbers?|list|overview|open|pending|with|of|figures|counts?|totals?)$/;

/** "give the board a table of ...": for whom the answer is. */
export const readRecipient: SlotReader = (sentence) => {
  const start = sentence.words.findIndex(({ lower }) => giving.test(lower));
  if (start < 0 || start > 4) return;
  let at = start + 1;
  while (receivers.test(sentence.at(at))) at++;
  const isRecipient =
    isAudience(sentence, at) &&
    sentence.isFree(at) &&
    (at > start + 1 || given.test(sentence.at(at + 1))) &&
    !isReportNoun(sentence.stemAt(at));
  if (isRecipient) sentence.take('incidental', start + 1, at + 1);
};

/** "on file", "quick question", "by any chance". */
export const readAsides: SlotReader = (sentence) => {
  for (const phrase of asides) {
    const found = sentence.find([phrase]);
    const isUnit = phrase === 'to date' && unitWords.has(sentence.at((found?.first ?? 0) - 1));
    if (found && !isUnit && sentence.isFree(found.first))
      sentence.take('incidental', found.first, found.next);
  }
};

const aboutness =
  /^(about|regarding|concerning|on|near|at|with|without|under|involving|mention|mentions|mentioning|of|like|from|behind|beside|inside|outside|around)$/;

/** Index of the word before the articles in front of a word. */
function leadOf(sentence: Sentence, index: number): string {
  let at = index - 1;
  while (/^(the|a|an|any|some|our|my|their|these|those|all)$/.test(sentence.at(at))) at--;
  return sentence.at(at);
}

const isReportingVerb = (sentence: Sentence, index: number): boolean =>
  reportingVerbs.has(sentence.stemAt(index)) && !/^(reports|report|calls)$/.test(sentence.at(index));

/** "did members complain", "what growers in Nashik face": who reports, before the verb. */
function isReporter(sentence: Sentence, index: number): boolean {
  if (!reporters.has(sentence.at(index))) return false;
  const lead = leadOf(sentence, index);
  if (
    /^(by|from|among|do|did|does|have|has|had|that|what|which|when|where|many|issues|problems|complaints)$/.test(
      lead,
    )
  )
    return true;
  const ahead = [1, 2, 3, 4].some((step) => isReportingVerb(sentence, index + step));
  return ahead && !aboutness.test(lead);
}

/** "pest attacks", "noise nuisance": the head of a compound whose first part is a category says no more than the category. */
const isHeadOfCategory = (sentence: Sentence, index: number): boolean =>
  sentence.slotOf(index - 1) === 'category' &&
  !sentence.breaksAt(index) &&
  !/^(with|without|in|at|on)$/.test(leadOf(sentence, index)) &&
  sentence.words[index]?.capital === false;

const trouble =
  /^(troubles?|nuisances?|menaces?|outbreaks?|infestations?|faults?|failures?|breakdowns?|defects?|situations?|attacks?|sightings?|hazards?|malfunctions?|disturbances?)$/;

/** "noise nuisance", "pest outbreaks": words for trouble right after a category name no other trouble. */
export const readTrouble: SlotReader = (sentence) => {
  for (const { index, lower } of sentence.words)
    if (trouble.test(lower) && sentence.isFree(index) && sentence.slotOf(index - 1) === 'category')
      sentence.take('category', index);
};

/** "turns up", "crops up", "piling up": a verb with its particle. */
const isPhrasalVerb = (sentence: Sentence, index: number): boolean =>
  sentence.at(index + 1) === 'up' && !isFunctionWord(sentence.at(index));

const isPresentation = (sentence: Sentence, index: number): boolean =>
  presentationNouns.has(sentence.stemAt(index)) &&
  !/^(about|near|under|regarding)$/.test(leadOf(sentence, index));

const isIncidentalVerb = (sentence: Sentence, index: number): boolean =>
  incidentalVerbs.has(sentence.stemAt(index)) && !aboutness.test(leadOf(sentence, index));

/** Words that no slot took and that make no condition, by what they are or by where they stand. What is dropped by its place alone is listed. */
export const readIncidental: SlotReader = (sentence, draft) => {
  for (const { index, text } of leftoverWords(sentence)) {
    if (isPresentation(sentence, index) || isIncidentalVerb(sentence, index) || isReporter(sentence, index)) {
      sentence.take('incidental', index);
      continue;
    }
    if (!isPhrasalVerb(sentence, index) && !isHeadOfCategory(sentence, index)) continue;
    sentence.take('incidental', index);
    draft.doubts.push(`"${text}" was not used as a condition`);
  }
};
