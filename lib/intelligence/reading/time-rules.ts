import { lazily } from '../../lazily.ts';
import type { Calendar } from './calendar.ts';
import {
  ago,
  at,
  clock,
  dayOfMonth,
  dayPart,
  daysOf,
  holidayOf,
  lasting,
  lastWeekend,
  noonToday,
  partToday,
  sinceDay,
  unitDays,
  weekStart,
  weekdayOffset,
  weekdays,
  weight,
  wholeDay,
  type TimeGuess,
} from './time-guesses.ts';

export interface TimeRule {
  pattern: RegExp;
  read: (calendar: Calendar, groups: Record<string, string | undefined>) => TimeGuess | undefined;
}

const count = String.raw`(?<n>\d+(?:\.\d+)?|an?|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty|(?:a |the )?(?:couple|few)(?: of)?|several|half an?)`;
const unit = String.raw`(?<unit>secs?|seconds?|min(?:ute)?s?|hours?|hrs?|days?|nights?|mornings?|evenings?|weeks?|wks?|fortnights?|months?|mos?|years?|yrs?)`;
const loose = String.raw`(?:about |around |almost |nearly |over |more than |at least |like |maybe |some |approx(?:imately)? |roughly |the |well over |close to |good |last |past |whole |full |entire |these |this |up to )*`;
const part = String.raw`(?<part>morning|afternoon|evening|night|noon|midday|lunch ?time|midnight|dawn|sunrise|dusk|sunset|early hours)`;

const weekdayWord = String.raw`(?<weekday>sun(?:day)?|mon(?:day)?|tue(?:s|sday)?|wed(?:s|nesday|nsday|ensday)?|thu(?:r|rs|rsday)?|fri(?:day)?|sat(?:urday)?|saterday)`;
/** A name may stand in several alternatives; engines before ES2025 want each once, so repeats get a number. */
const numberRepeats = (source: string): string => {
  const seen = new Map<string, number>();
  return source.replaceAll(/\(\?<([a-z]+)>/g, (_, name: string) => {
    const before = seen.get(name) ?? 0;
    seen.set(name, before + 1);
    return `(?<${name}${before === 0 ? '' : before}>`;
  });
};

type Groups = Record<string, string | undefined>;
const foldRepeats = (groups: Groups): Groups => {
  const folded: Groups = {};
  for (const [name, value] of Object.entries(groups)) folded[name.replace(/\d+$/, '')] ??= value;
  return folded;
};

/** Patterns are long and a process may never read a report: they are compiled at first use. */
const rule = (source: string, read: TimeRule['read']): TimeRule => {
  const pattern = lazily(
    () => new RegExp(numberRepeats(String.raw`(?<![\p{L}\p{N}_])(?:${source})(?![\p{L}\p{N}_])`), 'giu'),
  );
  return {
    get pattern() {
      return pattern();
    },
    read: (calendar, groups) => read(calendar, foldRepeats(groups)),
  };
};

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
    String.raw`(?:on\s+|last\s+|this\s+(?:past\s+)?)*${weekdayWord}\s+${part}`,
    (calendar, { weekday, part: name }) =>
      dayPart(calendar, weekdayOffset(calendar, weekday ?? '', 'past'), name),
  ),
  rule(
    String.raw`on\s+(?:the\s+)?(?<n>\d{1,2})(?:st|nd|rd|th)(?!\s+(?:floor|street|st|avenue|ave|cross|main|lane|block|phase|of|and|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec))`,
    (calendar, { n }) => dayOfMonth(calendar, Number(n)),
  ),
  rule(
    String.raw`(?<n>\d+)\s+(?:din|dino?n)\s+se|(?:kwa )?siku\s+(?<m>\d+)|(?<k>\d+)\s+araw\s+na`,
    (calendar, { n, m, k }) => lasting(calendar, Number(n ?? m ?? k)),
  ),
  rule(
    String.raw`(?<since>since|from|after)?\s*(?<holiday>christmas eve|christmas(?: day)?|xmas|boxing day|new year'?s? day|halloween|valentine'?s(?: day)?)`,
    (calendar, { since, holiday }) => holidayOf(calendar, holiday ?? '', since !== undefined),
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
