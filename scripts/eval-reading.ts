/**
 * Scores the reading of reports on a labelled set and prints the share right per field, with the misses on request.
 *
 *   node scripts/eval-reading.ts [file] [--misses [field]]
 */
import { readFileSync } from 'node:fs';
import { kilometresBetween } from '../lib/intelligence/reading/distance.ts';
import { loadReadingResources } from '../lib/intelligence/reading/load-resources.ts';
import { readReport } from '../lib/intelligence/reading/read-report.ts';
import { wallTime } from '../lib/intelligence/reading/time-zone.ts';
import type { CategoryChoice, HomeArea, KnownPlace, Reading } from '../lib/intelligence/reading/types.ts';

interface Case {
  id: string;
  domain_id: string;
  text: string;
  now: string;
  timezone: string;
  home: HomeArea;
  places?: KnownPlace[];
  expect: {
    place: { lon: number; lat: number } | null;
    time: { from: string; to: string } | null;
    category: string | string[];
    urgency: string;
    sentiment: string;
  };
}

const file =
  process.argv[2]?.startsWith('--') === false ? process.argv[2] : 'tests/evals/data/reports.dev.jsonl';
const missesAt = process.argv.indexOf('--misses');
const wanted = missesAt < 0 ? undefined : process.argv[missesAt + 1];
const cases = readFileSync(file, 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => JSON.parse(line) as Case);
const vocabulary = JSON.parse(readFileSync('seed/data/vocabulary.json', 'utf8')) as Record<
  string,
  { categories: CategoryChoice[] }
>;

/** Processor time of this process in milliseconds: what a busy machine does not distort much. */
const processorTime = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1_000;
};

const loadStart = processorTime();
const resources = await loadReadingResources();
const loadTime = processorTime() - loadStart;

const localDay = (iso: string, timezone: string): string => {
  const { year, month, day } = wallTime(new Date(iso), timezone);
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
};

const isRight: Record<string, (expect: Case['expect'], reading: Reading, timezone: string) => boolean> = {
  place: ({ place }, reading) => {
    const point = reading.place.value?.point;
    if (!place || !point) return !place && !point;
    return kilometresBetween([place.lon, place.lat], point) <= 25;
  },
  time: ({ time }, reading, timezone) => {
    const read = reading.time.value;
    if (!time || !read) return !time && !read;
    const from = localDay(read.from, timezone);
    return from >= time.from && from <= time.to;
  },
  category: ({ category }, reading) => [category].flat().includes(reading.category.value ?? ''),
  urgency: ({ urgency }, reading) => urgency === reading.urgency.value,
  sentiment: ({ sentiment }, reading) => sentiment === reading.sentiment.value,
};

const right: Record<string, number> = {};
let spent = 0;
for (const { id, text, now, timezone, home, places, domain_id, expect } of cases) {
  const context = {
    now: new Date(now),
    home: { ...home, timezone },
    places: places ?? [],
    categories: vocabulary[domain_id]?.categories ?? [],
    resources,
  };
  readReport(text, context);
  const start = processorTime();
  const reading = readReport(text, context);
  spent += processorTime() - start;
  for (const [field, check] of Object.entries(isRight)) {
    const ok = check(expect, reading, timezone);
    right[field] = (right[field] ?? 0) + (ok ? 1 : 0);
    if (!ok && missesAt >= 0 && (wanted === undefined || wanted === field)) {
      const shown = {
        place: reading.place.value,
        time: reading.time.value,
        category: reading.category.value,
        urgency: reading.urgency.value,
        sentiment: reading.sentiment.value,
      };
      console.log(
        `${id} ${field}: ${text}\n   wants ${JSON.stringify(expect[field as keyof Case['expect']])} got ${JSON.stringify(shown[field as keyof typeof shown])}`,
      );
    }
  }
}
for (const [field, count] of Object.entries(right))
  console.log(
    `${field.padEnd(10)} ${((100 * count) / cases.length).toFixed(1)} %  (${count}/${cases.length})`,
  );
console.log(
  `processor time: load ${loadTime.toFixed(0)} ms, ${(spent / cases.length).toFixed(2)} ms a report`,
);
