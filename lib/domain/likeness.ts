import type { PossibleDuplicate, ReportRow } from './report.ts';

/** Two reports that may be about the same thing: near each other, of one category. Distance in m, time in ms. */
export interface Candidate {
  readonly row: ReportRow;
  readonly distance_m: number;
}

export interface Subject {
  readonly raw_text: string;
  /** The event time. */
  readonly event_at: string;
  readonly category: string;
  /** How exactly the place is known, when an agent said. */
  readonly precision: string | undefined;
}

/** Beyond these two reports are not compared at all. */
export const NEAR = { radius_km: 0.5, days: 7, limit: 10 };
const LEAST_SCORE = 0.5;
/** Places known no better than a town all lie on one point: then the words have to agree. */
const coarse: ReadonlySet<string> = new Set(['city', 'region', 'country']);
const LEAST_WORDS_WHEN_COARSE = 0.4;

const HOUR_MS = 3_600_000;
const wordsOf = (text: string): Set<string> => new Set(text.toLowerCase().match(/[\p{L}\p{N}]{3,}/gu) ?? []);

/** Share of the words that both texts have, of all that either has: 0 to 1 (Jaccard). */
export function commonWords(a: string, b: string): number {
  const [left, right] = [wordsOf(a), wordsOf(b)];
  const both = [...left].filter((word) => right.has(word)).length;
  const all = left.size + right.size - both;
  return all === 0 ? 0 : both / all;
}

const round = (value: number): number => Math.round(value * 100) / 100;

function reasonOf(subject: Subject, { distance_m }: Candidate, hours: number, words: number): string {
  const apart = hours < 48 ? `${Math.round(hours)} h` : `${Math.round(hours / 24)} days`;
  return `Also ${subject.category}, ${Math.round(distance_m)} m away, ${apart} apart, ${Math.round(words * 100)}% of the words in common.`;
}

/**
 * Distance counts half, time and words a quarter each: no measure of the words alone tells duplicates apart. Undefined
 * for a pair that is too unlike.
 */
export function likeness(subject: Subject, candidate: Candidate): PossibleDuplicate | undefined {
  const hours = Math.abs(Date.parse(subject.event_at) - Date.parse(candidate.row.event_at)) / HOUR_MS;
  const words = commonWords(subject.raw_text, candidate.row.raw_text);
  if (coarse.has(subject.precision ?? '') && words < LEAST_WORDS_WHEN_COARSE) return undefined;
  const near = 1 - candidate.distance_m / (NEAR.radius_km * 1_000);
  const soon = 1 - hours / (NEAR.days * 24);
  const score = round(0.5 * Math.max(0, near) + 0.25 * Math.max(0, soon) + 0.25 * words);
  if (score < LEAST_SCORE) return undefined;
  return {
    incident_id: candidate.row.incident_id,
    score,
    reason: reasonOf(subject, candidate, hours, words),
  };
}
