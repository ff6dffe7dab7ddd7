import { months, ordinalOf, seasons } from './names.ts';
import {
  isNameHere,
  isTimeCue,
  lowerAt,
  offsets,
  yearAt,
  yearFor,
  type Atom,
  type Rule,
  type TimeReader,
} from './reader.ts';

/** "june", "june 2025", "last june", "this march". */
export const month: Rule = (reader, at) => {
  const offset = offsets[lowerAt(reader, at) ?? ''];
  const start = offset === undefined ? at : at + 1;
  const number = months.get(lowerAt(reader, start) ?? '');
  if (number === undefined || !isNameHere(reader, start)) return undefined;
  const after = lowerAt(reader, start + 1) === 'of' ? start + 2 : start + 1;
  const given = yearAt(reader, after);
  const { today } = reader.calendar;
  const implied = yearFor(reader, number, reader.direction === 'past' ? 1 : 31);
  const previous = offset === -1 && number === today.month ? implied - 1 : implied;
  const year = given ?? (offset === 0 ? today.year : previous);
  const period = { from: reader.calendar.day(year, number, 1), to: reader.calendar.day(year, number + 1, 1) };
  return { period, next: given === undefined ? start + 1 : after + 1 };
};

const oneDay = (
  reader: TimeReader,
  year: number,
  ofMonth: number,
  day: number,
  next: number,
): Atom | undefined =>
  day >= 1 && day <= 31 && ofMonth >= 1 && ofMonth <= 12
    ? { period: reader.calendar.days(year, ofMonth, day), next }
    : undefined;

const dayNumber = (word: string | undefined): number | undefined => {
  const ordinal = ordinalOf(word);
  if (ordinal !== undefined) return ordinal;
  return word !== undefined && /^\d{1,2}$/.test(word) ? Number(word) : undefined;
};

/** "3 march", "the 3rd of march 2026". */
export const dayThenMonth: Rule = (reader, at) => {
  const day = dayNumber(lowerAt(reader, at));
  const start = lowerAt(reader, at + 1) === 'of' ? at + 2 : at + 1;
  const number = months.get(lowerAt(reader, start) ?? '');
  if (day === undefined || number === undefined) return undefined;
  const year = yearAt(reader, start + 1);
  return oneDay(
    reader,
    year ?? yearFor(reader, number, day),
    number,
    day,
    year === undefined ? start + 1 : start + 2,
  );
};

/** "march 3", "march the 3rd, 2026". */
export const monthThenDay: Rule = (reader, at) => {
  const number = months.get(lowerAt(reader, at) ?? '');
  const start = lowerAt(reader, at + 1) === 'the' ? at + 2 : at + 1;
  const day = dayNumber(lowerAt(reader, start));
  if (day === undefined || number === undefined) return undefined;
  const year = yearAt(reader, start + 1);
  return oneDay(
    reader,
    year ?? yearFor(reader, number, day),
    number,
    day,
    year === undefined ? start + 1 : start + 2,
  );
};

/** "of this month", "of next month" after a day. */
function monthOf(reader: TimeReader, at: number): { year: number; month: number } | undefined {
  const offset = offsets[lowerAt(reader, at + 1) ?? ''];
  if (lowerAt(reader, at) !== 'of' || offset === undefined || lowerAt(reader, at + 2) !== 'month')
    return undefined;
  const { year, month: of } = reader.calendar.today;
  const shifted = new Date(Date.UTC(year, of - 1 + offset, 1));
  return { year: shifted.getUTCFullYear(), month: shifted.getUTCMonth() + 1 };
}

/** "the 15th": of this month, or the neighbouring one in the reader's direction. */
export const dayOfMonth: Rule = (reader, at) => {
  if (!/^\d{1,2}(st|nd|rd|th)$/.test(lowerAt(reader, at) ?? '')) return undefined;
  const day = ordinalOf(lowerAt(reader, at)) ?? 0;
  const named = monthOf(reader, at + 1);
  if (named) return oneDay(reader, named.year, named.month, day, at + 4);
  const { today } = reader.calendar;
  const shift = reader.direction === 'past' ? (day > today.day ? -1 : 0) : day < today.day ? 1 : 0;
  const shifted = new Date(Date.UTC(today.year, today.month - 1 + shift, 1));
  return oneDay(reader, shifted.getUTCFullYear(), shifted.getUTCMonth() + 1, day, at + 1);
};

/** "20/10": the year follows from the direction. */
function shortDate(reader: TimeReader, first: number, second: number, next: number): Atom | undefined {
  const monthFirst = (!reader.dayFirst && first <= 12) || second > 12;
  const [ofMonth, day] = monthFirst ? [first, second] : [second, first];
  return oneDay(reader, yearFor(reader, ofMonth, day), ofMonth, day, next);
}

export const numericDate: Rule = (reader, at) => {
  const word = lowerAt(reader, at) ?? '';
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(word);
  if (iso) return oneDay(reader, Number(iso[1]), Number(iso[2]), Number(iso[3]), at + 1);
  const short = /^(\d{1,2})\/(\d{1,2})$/.exec(word);
  if (short) return shortDate(reader, Number(short[1]), Number(short[2]), at + 1);
  const other = /^(\d{1,2})[/.](\d{1,2})[/.](\d{2}|\d{4})$/.exec(word);
  if (!other) return undefined;
  const [first, second, year] = other.slice(1).map(Number) as [number, number, number];
  const full = year < 100 ? 2000 + year : year;
  const monthFirst = (!reader.dayFirst && first <= 12) || second > 12;
  return monthFirst
    ? oneDay(reader, full, first, second, at + 1)
    : oneDay(reader, full, second, first, at + 1);
};

export const calendarYear: Rule = (reader, at) => {
  const year = yearAt(reader, at);
  if (year === undefined || !isTimeCue(lowerAt(reader, at - 1))) return undefined;
  return {
    period: { from: reader.calendar.day(year, 1, 1), to: reader.calendar.day(year + 1, 1, 1) },
    next: at + 1,
  };
};

/** "q2", "Q3 2025", "the first quarter". */
export const quarter: Rule = (reader, at) => {
  const short = /^q([1-4])$/.exec(lowerAt(reader, at) ?? '')?.[1];
  const spelled = lowerAt(reader, at + 1) === 'quarter' ? ordinalOf(lowerAt(reader, at)) : undefined;
  const number = short === undefined ? spelled : Number(short);
  if (number === undefined || number > 4) return undefined;
  const bare = short === undefined ? at + 2 : at + 1;
  const after = lowerAt(reader, bare) === 'of' ? bare + 1 : bare;
  const given = yearAt(reader, after);
  const first = 3 * number - 2;
  const year =
    given ?? (reader.direction === 'past' ? yearFor(reader, first) : yearFor(reader, first + 2, 31));
  const period = { from: reader.calendar.day(year, first, 1), to: reader.calendar.day(year, first + 3, 1) };
  return { period, next: given === undefined ? bare : after + 1 };
};

/** "this summer", "last winter": the northern seasons by whole months. */
export const season: Rule = (reader, at) => {
  const word = lowerAt(reader, at) ?? '';
  const bare = /^(in|during|since|of|over|through|throughout|the)$/.test(lowerAt(reader, at - 1) ?? '')
    ? seasons.get(word)
    : undefined;
  const offset = bare ? 0 : offsets[word];
  const found = bare ?? seasons.get(lowerAt(reader, at + 1) ?? '');
  if (offset === undefined || !found || (bare && word === 'fall')) return undefined;
  const [first, count] = found;
  const begun = yearFor(reader, first);
  const { today, day } = reader.calendar;
  const running = begun === today.year && today.month < first + count;
  const year = offset === -1 && running ? begun - 1 : begun;
  const period = { from: day(year, first, 1), to: day(year, first + count, 1) };
  return { period, next: bare ? at + 1 : at + 2, doubt: `read as whole months of the northern calendar` };
};
