import type { BoundingBox } from '../../domain/geo.ts';
import type { Sentiment, Urgency } from '../../domain/report-vocabulary.ts';
import type { Gazetteer } from '../gazetteer/gazetteer.ts';
import type { Classifiers } from './classifiers.ts';

/** A named place of a domain's own gazetteer. Degrees, WGS 84. */
export interface KnownPlace {
  name: string;
  aliases?: readonly string[] | undefined;
  lon: number;
  lat: number;
  polygon?: unknown;
}

/** Where a domain is at home. `country` is an ISO 3166-1 alpha-2 code or an English name, `timezone` an IANA name. */
export interface HomeArea {
  country?: string | undefined;
  bbox?: BoundingBox | readonly number[] | undefined;
  timezone?: string | undefined;
}

export interface CategoryChoice {
  key: string;
  label: string;
  synonyms?: readonly string[] | undefined;
}

/** The loaded data that reading needs; see `loadReadingResources`. */
export interface ReadingResources {
  gazetteer: Gazetteer;
  classifiers: Classifiers;
}

export interface PlaceContext {
  home: HomeArea;
  places: readonly KnownPlace[];
  gazetteer: Gazetteer;
}

export interface TimeContext {
  now: Date;
  /** IANA name; unknown names count as UTC. */
  timezone: string;
  /** ISO 3166-1 alpha-2 code; decides between day/month and month/day. */
  country?: string | undefined;
}

export interface ReadingContext {
  now: Date;
  home: HomeArea;
  places: readonly KnownPlace[];
  categories: readonly CategoryChoice[];
  resources: ReadingResources;
}

/** Half-open range of UTF-16 offsets in the text, with the words themselves. */
export interface Span {
  start: number;
  end: number;
  text: string;
}

/** A value read from a text, how sure the reader is (0..1), and the words that say so. */
export interface Read<T> {
  value: T | undefined;
  confidence: number;
  evidence: Span[];
}

export const precisions = ['exact', 'street', 'neighbourhood', 'city', 'region', 'country', 'none'] as const;
export type Precision = (typeof precisions)[number];

/** A resolved or unresolved place. Without `point`, `locationText` is what the text said and nobody knows where it is. */
export interface PlaceMatch {
  locationText: string;
  /** [longitude, latitude] in degrees. */
  point?: [number, number];
  /** Readable name, from the specific to the general: "Main Street, Springfield, Illinois, United States". */
  address?: string;
  precision: Precision;
  confidence: number;
  /** Where the point comes from. */
  source: 'coordinates' | 'domain' | 'gazetteer' | 'text';
  span: Span;
}

/** An instant (`from` equals `to`) or a range, ISO 8601 UTC with milliseconds; `to` is inclusive. */
export interface TimeMatch {
  from: string;
  to: string;
  /** One instant that stands for it: itself, noon of a single day, the start of anything longer. */
  at: string;
  /** The words that were understood. */
  reference: string;
  confidence: number;
  span: Span;
}

export const entityTypes = [
  'PERSON',
  'LOCATION',
  'ORGANIZATION',
  'DATE',
  'QUANTITY',
  'PHONE',
  'EMAIL',
  'URL',
  'IDENTIFIER',
  'MONEY',
  'HASHTAG',
  'OTHER',
] as const;
export type EntityType = (typeof entityTypes)[number];

export interface Entity extends Span {
  type: EntityType;
  confidence: number;
}

/** Everything that was read from one report. */
export interface Reading {
  place: Read<PlaceMatch>;
  time: Read<TimeMatch>;
  urgency: Read<Urgency>;
  /** A key of the domain's categories. */
  category: Read<string>;
  sentiment: Read<Sentiment>;
  entities: Entity[];
  /** At most five, most telling first. */
  keyPhrases: Span[];
}
