import type { Calendar } from './calendar.ts';

/** When a wording happened: from and to are instants; `weight` is how much the wording says about the event's own time. */
export interface TimeGuess {
  from: Date;
  to: Date;
  weight: number;
  /** A time of day without a day: it refines the day that other words name. */
  isClock?: boolean;
}

export interface TimeRule {
  pattern: RegExp;
  read: (calendar: Calendar, groups: Record<string, string | undefined>) => TimeGuess | undefined;
}

export const weight = { clear: 3, ongoing: 3.2, vague: 2, clock: 2.4, future: 1.2, now: 1 } as const;

const numberWords: Record<string, number> = {
  a: 1,
  an: 1,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  couple: 2,
  few: 3,
  several: 4,
  half: 0.5,
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  fifth: 5,
  sixth: 6,
  seventh: 7,
  eighth: 8,
  ninth: 9,
  tenth: 10,
};
const unitDays: Record<string, number> = {
  s: 1 / 86_400,
  sec: 1 / 86_400,
  m: 1 / 1_440,
  h: 1 / 24,
  hr: 1 / 24,
  d: 1,
  day: 1,
  night: 1,
  morning: 1,
  evening: 1,
  w: 7,
  wk: 7,
  week: 7,
  fortnight: 14,
  month: 30.44,
  mo: 30.44,
  y: 365.25,
  yr: 365.25,
  year: 365.25,
  min: 1 / 1_440,
  minute: 1 / 1_440,
  hour: 1 / 24,
};
const count = String.raw`(?<n>\d+(?:\.\d+)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|(?:a |the )?(?:couple|few)(?: of)?|several|half an?)`;
const unit = String.raw`(?<unit>secs?|seconds?|min(?:ute)?s?|hours?|hrs?|days?|nights?|mornings?|evenings?|weeks?|wks?|fortnights?|months?|mos?|years?|yrs?)`;
const loose = String.raw`(?:about |around |almost |nearly |over |more than |at least |like |maybe |some |approx(?:imately)? |roughly |the |well over |close to |good |last |past |whole |full |entire |these |this |up to )*`;
const part = String.raw`(?<part>morning|afternoon|evening|night|noon|midday|lunch ?time|midnight|dawn|sunrise|dusk|sunset|early hours)`;

export const weekdays = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;
const weekdayWord = String.raw`(?<weekday>sun(?:day)?|mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday|nsday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|saterday)`;
const partHours: Record<string, [number, number]> = {
  morning: [6, 12],
  afternoon: [12, 17],
  evening: [17, 21],
  night: [19, 23.99],
  noon: [12, 12],
  midday: [12, 12],
  lunchtime: [12, 13],
  midnight: [0, 0],
  dawn: [5, 6],
  sunrise: [5.5, 6.5],
  dusk: [18, 19],
  sunset: [18, 19],
  'early hours': [0, 5],
};

const rule = (source: string, read: TimeRule['read']): TimeRule => ({
  pattern: new RegExp(String.raw`(?<![\p{L}\p{N}_])(?:${source})(?![\p{L}\p{N}_])`, 'giu'),
  read,
});

/** "two" as 2, "a couple of" as 2, "12" as 12. */
export function readCount(words: string | undefined): number {
  if (words === undefined) return 1;
  const word = words
    .toLowerCase()
    .replace(/^(?:a |the )(?=couple|few)| of$/g, '')
    .replace(/^half an?$/, 'half')
    .trim();
  const value = numberWords[word] ?? Number(word);
  return Number.isFinite(value) ? value : 1;
}

const daysOf = (n: string | undefined, name: string | undefined): number =>
  readCount(n) * (unitDays[(name ?? 'day').toLowerCase().replace(/s$/, '')] ?? 1);
const before = ({ now }: Calendar, days: number): Date => new Date(now.getTime() - days * 86_400_000);

const wholeDay = (calendar: Calendar, offset: number, strength: number = weight.clear): TimeGuess => ({
  from: calendar.day(offset),
  to: calendar.endOfDay(offset),
  weight: strength,
});

function dayPart(
  calendar: Calendar,
  offset: number,
  name: string | undefined,
  strength: number = weight.clear,
): TimeGuess {
  const hours = partHours[(name ?? '').toLowerCase().replace('lunch time', 'lunchtime')];
  if (!hours) return wholeDay(calendar, offset, strength);
  const [start, end] = hours;
  if (name?.toLowerCase() === 'night' && offset < 0)
    return { from: calendar.day(offset, 19), to: calendar.day(offset + 1, 5), weight: strength };
  return {
    from: calendar.day(offset, 0, start * 60),
    to: calendar.day(offset, 0, end * 60),
    weight: strength,
  };
}

/** From an amount of time ago until now; amounts in days and more start on that day. */
const lasting = (calendar: Calendar, days: number): TimeGuess => ({
  from: days >= 1 ? calendar.day(-Math.round(days)) : before(calendar, days),
  to: calendar.now,
  weight: weight.ongoing,
});

function ago(calendar: Calendar, days: number): TimeGuess {
  if (days < 1) return { from: before(calendar, days), to: before(calendar, days), weight: weight.clear };
  return wholeDay(calendar, -Math.round(days), days > 300 ? weight.vague : weight.clear);
}

/** Offset in days of the latest such weekday before today, or of the next one. */
export function weekdayOffset(calendar: Calendar, name: string, direction: 'past' | 'future'): number {
  const wanted = weekdays.findIndex((short) => name.toLowerCase().startsWith(short));
  const back = (calendar.weekday - wanted + 7) % 7 || 7;
  return direction === 'past' ? -back : 7 - (back % 7);
}

const weekStart = ({ weekday }: Calendar): number => -((weekday + 6) % 7);

export const timeRules: readonly TimeRule[] = [
  rule(
    String.raw`the\s+day\s+before\s+(?:yesterday|yest|ystday)|day\s+before\s+(?:yesterday|yest)|juzi|antier|anteayer|avant-hier|parso(?:n)?`,
    (calendar) => wholeDay(calendar, -2),
  ),
  rule(String.raw`(?:the\s+)?day\s+after\s+(?:tomorrow|tomorow|tmrw)`, (calendar) =>
    wholeDay(calendar, 2, weight.future),
  ),
  rule(
    String.raw`(?:on\s+)?(?:yesterday|yesturday|yesterdy|yestarday|ystrday|ystday|yestrday|yday|yest|y'day|kahapon|jana|kemarin|ayer|hier|ontem|gestern)(?:'s)?(?:\s+${part})?`,
    (calendar, { part: name }) => dayPart(calendar, -1, name),
  ),
  rule(
    String.raw`(?:since\s+)?(?:last|yester|previous|kal raat|the other)\s*(?:night|nite)|overnight|over night|during the night|in the night|usiku|kagabi|anoche|tadi malam|la nuit derni[eè]re|this night`,
    (calendar) => dayPart(calendar, -1, 'night'),
  ),
  rule(String.raw`last\s+evening`, (calendar) => dayPart(calendar, -1, 'evening')),
  rule(
    String.raw`(?:in the )?early hours(?: of (?:this morning|today|the morning))?|(?:small|wee) hours(?: of (?:this|the) morning)?`,
    (calendar) => dayPart(calendar, 0, 'early hours'),
  ),
  rule(
    String.raw`(?:since\s+|from\s+)?(?:this|today|todays|since|from|in the|tdy|2day|early|late|mid)\s+(?:early\s+)?${part}(?:\s+today|\s+itself)?|${part}\s+today|tonight|tonite|2nite|this (?:eve|arvo|aft)|kanina|asubuhi|aaj subah`,
    (calendar, { part: name }) => partToday(calendar, name),
  ),
  rule(
    String.raw`(?:at|around|about|by|near|past|since)\s+midnight|(?:at|around|about|since|as of|by|before|after)\s+(?<noon>noon|midday|lunch\s?time)|midnight`,
    (calendar, { noon }) => clock(noon === undefined ? calendar.day(0) : noonToday(calendar)),
  ),
  rule(
    String.raw`today(?:'s|s)?|2day|tday|aaj|ngayong araw|hoy|hari ini|hoje|aujourd'hui|heute|earlier today|the past hours?|in the last hour`,
    (calendar) => ({ ...wholeDay(calendar, 0), weight: 2.6 }),
  ),
  rule(String.raw`tomorrow(?:'s)?|tommorow|tomorow|tommorrow|tmrw|tmr|bukas|ma[nñ]ana|kesho`, (calendar) =>
    wholeDay(calendar, 1, weight.future),
  ),
  rule(
    String.raw`(?:(?:since|from|for|past|last|these|over|during|tangu)\s+(?:the\s+)?(?:past\s+|last\s+|previous\s+)?|(?:in|within)\s+(?:the\s+)?(?:past|last|previous)\s+)${loose}${count}[\s-]+(?:long\s+|straight\s+|whole\s+|full\s+|consecutive\s+|more\s+)*${unit}(?:\s+(?:now|ago|back))?`,
    (calendar, { n, unit: name }) => lasting(calendar, daysOf(n, name)),
  ),
  rule(
    String.raw`${loose}${count}[\s-]+${unit}\s+(?:ago|back|prior|earlier|agone)`,
    (calendar, { n, unit: name }) => ago(calendar, daysOf(n, name)),
  ),
  rule(
    String.raw`${count}\s+${unit}\s+(?:now|running|straight|and counting|in a row|already|without|with no|that|since|completed|passed|gone)`,
    (calendar, { n, unit: name }) => lasting(calendar, daysOf(n, name)),
  ),
  rule(
    String.raw`(?:(?:it'?s|its|is|now|this is|today is|been)\s+)?(?:already\s+)?(?:the\s+)?(?<n>second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth|\d+(?:nd|rd|th))\s+(?:straight\s+|consecutive\s+)?(?<unit>day|night|week)(?:\s+(?:now|running|in a row|straight))?(?!\s+of)`,
    (calendar, { n, unit: name }) => lasting(calendar, daysOf(n?.replace(/(?<=\d)(?:nd|rd|th)$/i, ''), name)),
  ),
  rule(String.raw`(?:been|gone|waited|waiting)\s+${loose}${count}\s+${unit}`, (calendar, { n, unit: name }) =>
    lasting(calendar, daysOf(n, name)),
  ),
  rule(String.raw`all\s+(?:day|morning|afternoon)(?:\s+long)?`, (calendar) => ({
    from: calendar.day(0),
    to: calendar.now,
    weight: weight.vague,
  })),
  rule(String.raw`all\s+night(?:\s+long)?`, (calendar) => dayPart(calendar, -1, 'night', weight.vague)),
  rule(
    String.raw`(?:all|the whole|whole of this|the entire)\s+(?:of\s+(?:this\s+)?)?week(?:\s+long)?`,
    (calendar) => lasting(calendar, 7),
  ),
  rule(String.raw`(?:since|for)\s+(?:the\s+)?last\s+(?<unit>week|month|year)`, (calendar, { unit: name }) =>
    lasting(calendar, unitDays[name?.toLowerCase() ?? ''] ?? 7),
  ),
  rule(
    String.raw`(?:(?:over|during|in)\s+)?(?:the\s+)?past\s+(?<unit>week|month|year|fortnight)`,
    (calendar, { unit: name }) => lasting(calendar, unitDays[name?.toLowerCase() ?? ''] ?? 7),
  ),
  rule(
    String.raw`(?:(?:early|late|mid|the end of|beginning of)\s+)?last\s+week|previous\s+week|wiki iliyopita|noong nakaraang linggo`,
    (calendar) => ({
      from: calendar.day(weekStart(calendar) - 7),
      to: calendar.endOfDay(weekStart(calendar) - 1),
      weight: weight.clear,
    }),
  ),
  rule(
    String.raw`(?:earlier|since earlier|since the (?:start|beginning) of|over)?\s*this\s+week`,
    (calendar) => ({ from: calendar.day(weekStart(calendar)), to: calendar.now, weight: weight.vague }),
  ),
  rule(
    String.raw`(?:since\s+|over\s+|during\s+|on\s+)?(?:the\s+|last\s+|this\s+past\s+|this\s+)?weekend`,
    (calendar) => lastWeekend(calendar),
  ),
  rule(String.raw`(?:early|late|mid|the end of|beginning of)?\s*last\s+month`, (calendar) => ({
    from: calendar.month(-1),
    to: new Date(calendar.month(0).getTime() - 1),
    weight: weight.clear,
  })),
  rule(String.raw`(?:earlier|since earlier|since the (?:start|beginning) of)\s+this\s+month`, (calendar) => ({
    from: calendar.month(0),
    to: calendar.now,
    weight: weight.vague,
  })),
  rule(String.raw`last\s+year`, (calendar) => ({
    from: calendar.year(-1),
    to: new Date(calendar.year(0).getTime() - 1),
    weight: 1.4,
  })),
  rule(String.raw`(?<next>next|coming|this coming|upcoming)\s+${weekdayWord}`, (calendar, { weekday }) =>
    wholeDay(calendar, weekdayOffset(calendar, weekday ?? '', 'future'), weight.future),
  ),
  rule(String.raw`next\s+week`, (calendar) => ({
    from: calendar.day(weekStart(calendar) + 7),
    to: calendar.endOfDay(weekStart(calendar) + 13),
    weight: weight.future,
  })),
  rule(
    String.raw`${weekdayWord}(?:'s)?\s+(?:last\s+week|week|the\s+week\s+before)(?!\s*end)`,
    (calendar, { weekday }) =>
      wholeDay(
        calendar,
        weekStart(calendar) -
          7 +
          ((weekdays.findIndex((short) => weekday?.toLowerCase().startsWith(short)) + 6) % 7),
      ),
  ),
  rule(
    String.raw`(?<since>since|from|starting|after)\s+(?:last\s+|this\s+(?:past\s+)?)?${weekdayWord}(?:\s+${part})?`,
    (calendar, { weekday }) => sinceDay(calendar, weekdayOffset(calendar, weekday ?? '', 'past')),
  ),
  rule(
    String.raw`(?:a\s+)?(?:few|couple)\s+of?\s*(?:minutes|mins)\s+(?:ago|back)|just\s+(?:now|happened|occurred|went|collapsed|fell|broke|burst|came|hit|saw|started|exploded|crashed|got|had|been|been hit)|moments?\s+ago|minutes\s+ago|this\s+(?:minute|moment|instant|very moment)|a\s+(?:moment|minute)\s+ago`,
    (calendar) => ({ ...at(calendar.now), weight: 2.2 }),
  ),
  rule(
    String.raw`hours\s+ago|(?:earlier|a while ago|some time ago|sometime today)(?=\s*[.,!])`,
    (calendar) => ({ ...wholeDay(calendar, 0), weight: 1 }),
  ),
  rule(
    String.raw`right\s+now|rn|as\s+(?:we|i)\s+(?:speak|write|type)|at\s+(?:this|the)\s+(?:moment|minute|time|very moment)|currently|presently|at\s+present|as\s+of\s+now|ngayon(?:\s+lang)?|abhi|sasa hivi|saa hii|ahora|maintenant|sekarang|happening\s+now|ongoing|now!+|(?:is|are|we're|i'm|it's|still)\s+now|now\s+(?:in|on|at|it|the|we|there|they|everyone)`,
    (calendar) => ({ ...at(calendar.now), weight: weight.now }),
  ),
  rule(String.raw`(?:on\s+|the\s+)?31st\s+(?:night|december|dec|eve)|new\s+year'?s?\s+eve`, (calendar) => ({
    from: new Date(calendar.year(0).getTime() - 86_400_000),
    to: new Date(calendar.year(0).getTime() - 1),
    weight: weight.clear,
  })),
];

const at = (instant: Date): TimeGuess => ({ from: instant, to: instant, weight: weight.clear });

const clock = (instant: Date): TimeGuess => ({
  from: instant,
  to: instant,
  weight: weight.clock,
  isClock: true,
});

function partToday(calendar: Calendar, name: string | undefined): TimeGuess {
  const guess = dayPart(calendar, 0, name === undefined || /midnight/i.test(name) ? undefined : name);
  return name === undefined ? wholeDay(calendar, 0) : guess;
}

/** "Noon" is the latest one that has passed, else today's. */
function noonToday(calendar: Calendar): Date {
  return calendar.day(calendar.day(0, 12) <= calendar.now ? 0 : -1, 12);
}

function sinceDay(calendar: Calendar, offset: number): TimeGuess {
  return { from: calendar.day(offset), to: calendar.now, weight: weight.ongoing };
}

function lastWeekend(calendar: Calendar): TimeGuess {
  const saturday = calendar.weekday === 6 ? 0 : -(calendar.weekday + 1);
  return { from: calendar.day(saturday), to: calendar.endOfDay(saturday + 1), weight: weight.clear };
}
