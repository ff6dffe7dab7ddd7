import type { Sentiment, Urgency } from '../../lib/domain/report-vocabulary.ts';
import { reporters, sentimentPhrases, topics, urgencyPhrases } from './phrases.ts';
import { samplePlaces } from './places.ts';
import type { SamplePlace } from './places.ts';

/** A made report and what a reader should find in it. */
export interface SampleReport {
  domain_id: string;
  text: string;
  source: string;
  /** When it was sent in. */
  submitted_at: string;
  labels: {
    category: string;
    urgency: Urgency;
    sentiment: Sentiment;
    place: string;
    lon: number;
    lat: number;
    /** When it happened, by its own words; ISO 8601. */
    event_at: string;
  };
}

export interface SampleOptions {
  reports: number;
  seed: number;
  /** The last report is sent in at about this time, the first half a year before. */
  until: Date;
  domains?: readonly string[];
}

const SPAN_DAYS = 182;
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const KM_A_DEGREE = 111.195;

/** Numbers in [0, 1), the same for the same seed: mulberry32 (T. Ettinger, public domain). */
export function makeRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Random = () => number;

function pick<T>(random: Random, items: readonly T[]): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
}

function pickWeighted<T extends { readonly weight: number }>(random: Random, items: readonly T[]): T {
  let rest = random() * items.reduce((sum, { weight }) => sum + weight, 0);
  const found = items.find(({ weight }) => (rest -= weight) < 0) ?? items.at(-1);
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
}

/** Around the centre of the place, denser towards it. */
function around(random: Random, { lon, lat, spread_km }: SamplePlace): { lon: number; lat: number } {
  const distance = (spread_km * (random() + random())) / 2 / KM_A_DEGREE;
  const angle = random() * 2 * Math.PI;
  const digits = (value: number): number => Math.round(value * 1e6) / 1e6;
  return {
    lon: digits(lon + (distance * Math.cos(angle)) / Math.cos((lat * Math.PI) / 180)),
    lat: digits(lat + distance * Math.sin(angle)),
  };
}

/** Words for a time, and the hours between the event and the report that they mean. */
const times = [
  { words: 'since this morning', hours: 5 },
  { words: 'since yesterday', hours: 24 },
  { words: 'for two days now', hours: 48 },
  { words: 'for a week', hours: 168 },
  { words: 'an hour ago', hours: 1 },
  { words: 'last night', hours: 12 },
  { words: '', hours: 0 },
] as const;

const urgencies: readonly { urgency: Urgency; weight: number }[] = [
  { urgency: 'immediate', weight: 1 },
  { urgency: 'urgent', weight: 3 },
  { urgency: 'moderate', weight: 5 },
  { urgency: 'low', weight: 2 },
];
const sentiments: readonly { sentiment: 'negative' | 'neutral' | 'positive'; weight: number }[] = [
  { sentiment: 'negative', weight: 5 },
  { sentiment: 'neutral', weight: 5 },
  { sentiment: 'positive', weight: 1 },
];

/** More reports by day than by night, and more in recent weeks. */
function submittedAt(random: Random, until: Date): Date {
  const days = SPAN_DAYS * Math.min(random(), random() * 1.6);
  const hour = 24 * ((random() + random() + random()) / 3);
  const midnight = Math.floor((until.getTime() - days * DAY_MS) / DAY_MS) * DAY_MS;
  return new Date(Math.min(until.getTime(), Math.round(midnight + hour * HOUR_MS)));
}

function sentence(random: Random, phrase: string, place: string, when: string): string {
  const at = pick(random, [`near ${place}`, `in ${place}`, `at ${place}`, `close to ${place}`]);
  const time = when === '' ? '' : ` ${when}`;
  return random() < 0.7
    ? `${phrase} ${at}${time}.`
    : `${place}: ${phrase.charAt(0).toLowerCase()}${phrase.slice(1)}${time}.`;
}

function oneReport(random: Random, domain_id: string, until: Date): SampleReport {
  const place = pickWeighted(random, samplePlaces[domain_id] ?? []);
  const { category, phrases } = pickWeighted(random, topics[domain_id] ?? []);
  const { urgency } = pickWeighted(random, urgencies);
  const { sentiment } = pickWeighted(random, sentiments);
  const time = pick(
    random,
    times.filter(({ hours }) => urgency !== 'immediate' || hours <= 12),
  );
  const submitted = submittedAt(random, until);
  const parts = [
    sentence(random, pick(random, phrases), place.name, time.words),
    pick(random, reporters),
    pick(random, sentimentPhrases[sentiment]),
    pick(random, urgencyPhrases[urgency]),
  ];
  return {
    domain_id,
    text: parts.filter((part) => part !== '').join(' '),
    source: pick(random, ['web', 'web', 'sms', 'phone', 'app']),
    submitted_at: submitted.toISOString(),
    labels: {
      category,
      urgency,
      sentiment,
      place: place.name,
      ...around(random, place),
      event_at: new Date(submitted.getTime() - time.hours * HOUR_MS).toISOString(),
    },
  };
}

export const sampleDomains: readonly string[] = Object.keys(topics);

/** Made reports, one after another, the same for the same options. */
export function* sampleReports({
  reports,
  seed,
  until,
  domains = sampleDomains,
}: SampleOptions): Generator<SampleReport> {
  const random = makeRandom(seed);
  for (let index = 0; index < reports; index++) yield oneReport(random, pick(random, domains), until);
}
