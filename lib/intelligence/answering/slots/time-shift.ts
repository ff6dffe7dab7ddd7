import { lastQuestion } from '../follow-up.ts';
import type { Draft, Sentence } from '../sentence.ts';
import { unitWords } from '../time/names.ts';

const shift =
  /^(?:(?:and|what|how|about|so|ok|now|then|compared|compare|that|it|with|to|in|for|than|the|a|an|one) )*(?:(?<back>previous|preceding|prior)|(?<ahead>following|next))? ?(?<unit>day|week|month|quarter|year)(?: (?<after>before|earlier|prior|after|later)(?: that)?)?$/;

/** "and the month before?", "what about the following week": counted from the time of the question before. */
export function takeShift(sentence: Sentence, draft: Draft): boolean {
  const earlier = lastQuestion(sentence.input.previous)?.filters;
  const found = shift.exec(sentence.phrase(0, sentence.words.length))?.groups;
  const unit = unitWords.get(found?.['unit'] ?? '');
  if (!earlier?.from || !found || !unit || unit === 'minute') return false;
  const after = found['after'] ?? '';
  const back = found['back'] !== undefined || /^(before|earlier|prior)$/.test(after);
  const ahead = found['ahead'] !== undefined || /^(after|later)$/.test(after);
  if (!back && !ahead) return false;
  const edge = Date.parse(back ? earlier.from : (earlier.to ?? earlier.from));
  for (let offset = ahead ? 1 : 0; offset > -240; offset--) {
    const { from, to } = sentence.calendar.unit(unit, offset);
    const fits = back ? to.getTime() <= edge : from.getTime() <= edge;
    if (!fits) continue;
    Object.assign(draft.filters, { from: from.toISOString(), to: to.toISOString() });
    sentence.take('time', 0, sentence.words.length);
    return true;
  }
  return false;
}
