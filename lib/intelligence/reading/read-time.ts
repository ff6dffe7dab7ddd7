import { makeCalendar, type Calendar } from './calendar.ts';
import { spanOf } from './tokens.ts';
import { timeRules } from './time-rules.ts';
import { weight, type TimeGuess } from './time-guesses.ts';
import { fromChrono, type Candidate } from './chrono-guesses.ts';
import { wallTime } from './time-zone.ts';
import type { TimeContext, TimeMatch } from './types.ts';

const longestText = 3_000;

/**
 * When the event of a text happened, as an instant or a range in UTC; undefined when the text has no word of time.
 * Weekdays and dates without a year are the latest ones that have passed, unless the wording is plainly of the
 * future. Deadlines ("by Friday"), habits ("every morning") and bare years are no event times.
 */
export function readTime(text: string, context: TimeContext): TimeMatch | undefined {
  const calendar = makeCalendar(context.now, context.timezone);
  const shown = mask(text.slice(0, longestText));
  const own = fromRules(shown, calendar);
  const candidates = [...own, ...fromChrono(shown, calendar, context, own)].map((candidate) =>
    weigh(shown, candidate),
  );
  const best = candidates.reduce<Candidate | undefined>(
    (top, next) => (next.weight > 0 && (top === undefined || next.weight > top.weight + 0.01) ? next : top),
    undefined,
  );
  const chosen = best && refined(best, candidates, calendar);
  if (!chosen) return undefined;
  const confidence = Math.min(0.95, 0.35 + 0.18 * chosen.weight);
  return {
    from: chosen.from.toISOString(),
    to: chosen.to.toISOString(),
    at: representative(chosen).toISOString(),
    reference: spanOf(text, chosen.span.start, chosen.span.end).text,
    confidence,
    span: spanOf(text, chosen.span.start, chosen.span.end),
  };
}

/** A single day together with a time of day near it: "two days ago ... at noon". */
function refined(best: Candidate, candidates: readonly Candidate[], calendar: Calendar): Candidate {
  const isDay = best.isClock !== true && best.to.getTime() - best.from.getTime() === 86_400_000 - 1;
  const clock = isDay
    ? candidates.find(
        ({ isClock, weight: strength, span }) =>
          isClock === true && strength > 0 && Math.abs(span.start - best.span.end) < 40,
      )
    : undefined;
  if (!clock) return best;
  const { hour, minute } = wallTime(clock.from, calendar.timezone);
  const instant = calendar.day(calendar.dayOffset(best.from), hour, minute);
  return { ...best, from: instant, to: instant };
}

/** A day or part of one is stood for by its middle, anything longer by its start. */
function representative({ from, to }: TimeGuess): Date {
  const length = to.getTime() - from.getTime();
  return length <= 86_400_000 ? new Date(from.getTime() + Math.round(length / 2)) : from;
}

/** Blanks what looks like a time and is none: phone numbers, coordinates, money, amounts, links. Offsets stay. */
function mask(text: string): string {
  const blank = (found: string): string => ' '.repeat(found.length);
  return text
    .replace(/https?:\S+|\S+@\S+/g, blank)
    .replace(/(?<!\d)[+(]?\d[\d\s()-]{8,}\d(?!\d|[:/]|\s*(?:am|pm))/gi, (found) =>
      /^\d{1,4}[-/]\d{1,2}[-/]\d{1,4}|\d{4}-\d{2}-\d{2}/.test(found) ? found : blank(found),
    )
    .replace(/[-+]?\d{1,3}\.\d{3,}/g, blank)
    .replace(/[$€£₹#]\s?\d[\d,.]*/g, blank)
    .replace(
      /\d[\d,.]*\s?(?:km|kms|m|cm|mm|ft|feet|kg|g|l|litres?|liters?|acres?|ha|%|°|degrees?|°?[CF]|cases?|people|persons|bags?|houses|families|k|cr|lakhs?|rs|naira|shillings?|pesos?|metres?|meters?|miles?|mph|kmh|x|units?)(?![\p{L}\p{N}])/giu,
      blank,
    );
}

function fromRules(text: string, calendar: Calendar): Candidate[] {
  const found: Candidate[] = [];
  for (const { pattern, read } of timeRules) {
    for (const match of text.matchAll(pattern)) {
      const span = { start: match.index, end: match.index + match[0].length, text: match[0] };
      if (found.some((other) => other.span.start < span.end && span.start < other.span.end)) continue;
      const guess = read(calendar, match.groups ?? {});
      if (guess) found.push({ ...guess, span, isAhead: guess.to >= calendar.now });
    }
  }
  return found;
}

const deadline =
  /\b(?:by|before|until|till|til|no later than|not later than|within|deadline|latest by|due|valid (?:till|until)|expire[sd]?)\s+(?:the\s+|next\s+|this\s+|end of\s+)?$/i;
const habit =
  /\b(?:every|each|most|daily|usually|always|often|any|other|some|many|these|those|same|per|till|until)\s+(?:single\s+|other\s+|day\s+at\s+)?$/i;
const aside =
  /\b(?:than|like|as|promised|promise|told|reported|complained|complaint|complaining|built|opened|installed|bought|born|established|planted|sown|moved|married|registered|repaired|repainted|resurfaced|renovated|praised?|inaugurated|compared to|unlike|model|vaccinated)\b[^.!?;,]{0,25}$/i;
const wanted =
  /\b(?:please|pls|plz|kindly|send|fix|need(?:s|ed)?|want|require|request(?:ing)?|come|chahiye|finish(?:es)?|runs? out|lasts?|ends?|can (?:you|someone|somebody)|could (?:you|someone|somebody)|hoping|hope|would like)\b[^.!?;]{0,45}$/i;

/** Lowers what is a deadline, a habit, a wish or a remark about something else. */
function weigh(text: string, candidate: Candidate): Candidate {
  const head = text.slice(Math.max(0, candidate.span.start - 70), candidate.span.start);
  const tail = text.slice(candidate.span.end, candidate.span.end + 12);
  let value = candidate.weight;
  if (deadline.test(head) && candidate.isAhead) value -= 4;
  if (habit.test(head) || /^(?:s\b|\s+(?:always|every))/i.test(tail)) value -= 4;
  if (/^'s\s+(?:times?|timetable|schedule|season|price|crop|harvest)/i.test(tail)) value -= 4;
  if (aside.test(head)) value -= 1.5;
  if (wanted.test(head) && candidate.isAhead && value < weight.clear) value -= 3;
  return { ...candidate, weight: value - candidate.span.start / 10_000 };
}
