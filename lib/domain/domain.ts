import * as z from 'zod';
import { boundingBox, latitude, longitude } from './geo.ts';
import { versioned } from './metadata.ts';

export const MAX_NODES = 50;
export const MAX_EDGES = 200;

export const place = z.strictObject({
  name: z.string().trim().min(1).max(200),
  aliases: z.array(z.string().trim().min(1).max(200)).max(50).default([]),
  lon: longitude,
  lat: latitude,
  /** Outer ring, closed or open, as [lon, lat] pairs. */
  polygon: z
    .array(z.tuple([longitude, latitude]))
    .min(3)
    .max(1_000)
    .optional(),
});
export type Place = z.infer<typeof place>;

/** Looking a zone up takes as long as checking the rest of a domain. */
const knownZones = new Set<string>();
const isTimeZone = (name: string): boolean => {
  if (knownZones.has(name)) return true;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    if (knownZones.size < 1_000) knownZones.add(name);
    return true;
  } catch {
    return false;
  }
};
export const timeZone = z.string().refine(isTimeZone, { message: 'not an IANA time zone' });

export const home = z.strictObject({
  /** ISO 3166-1 alpha-2. */
  country: z
    .string()
    .regex(/^[A-Z]{2}$/)
    .optional(),
  bbox: boundingBox.optional(),
  timezone: timeZone.default('UTC'),
  language: z
    .string()
    .regex(/^[a-z]{2}$/)
    .optional()
    .describe(
      'The language of the reports, as ISO 639-1 code; absent: en. A search finds other forms of a word in ' +
        'ar ca da de el en es eu fi fr ga hi hu hy id it lt ne nl no pt ro ru sr sv ta tr yi (the stemmers of ' +
        'PostgreSQL 15), and words as they stand in any other. Reports indexed before a change keep their language ' +
        'until they change or the index is rebuilt.',
    ),
});
export type Home = z.infer<typeof home>;

export const category = z.strictObject({
  key: z.string().regex(/^[a-z][a-z0-9_]{0,63}$/),
  label: z.string().trim().min(1).max(100),
  synonyms: z.array(z.string().trim().min(1).max(100)).max(100).default([]),
});
export type Category = z.infer<typeof category>;

export const edge = z.strictObject({ from: z.string().min(1), to: z.string().min(1) });
export type Edge = z.infer<typeof edge>;

export const nodeSettings = z.strictObject({
  timeout_ms: z.int().min(100).max(600_000).optional(),
  retries: z.int().min(0).max(10).optional(),
  on_error: z.enum(['fail', 'continue']).optional(),
});
export type NodeSettings = z.infer<typeof nodeSettings>;

export const playbook = z.strictObject({
  agent_execution_graph: z.strictObject({
    nodes: z.array(z.string().min(1)).max(MAX_NODES),
    edges: z.array(edge).max(MAX_EDGES).default([]),
  }),
  settings: z.record(z.string(), nodeSettings).optional(),
});
export type Playbook = z.infer<typeof playbook>;

export const domainId = z.string().regex(/^[a-z][a-z0-9_]{2,63}$/, 'must match ^[a-z][a-z0-9_]{2,63}$');

const fields = {
  domain_name: z.string().trim().min(1).max(100),
  description: z.string().max(1_000),
  ingestion_playbook: playbook,
  query_playbook: playbook,
  management_playbook: playbook,
  places: z.array(place).max(2_000),
  home,
  categories: z.array(category).max(200),
  /** Remove personal data from a text before it is shown to a model. */
  redact_pii: z.boolean(),
};

export const domainInput = z.object({
  ...fields,
  domain_id: domainId,
  description: fields.description.default(''),
  places: fields.places.default([]),
  home: fields.home.default({ timezone: 'UTC' }),
  categories: fields.categories.default([]),
  redact_pii: fields.redact_pii.default(false),
});
export type DomainInput = z.infer<typeof domainInput>;

export const domainPatch = z.object(fields).partial().extend({ version: z.int().positive().optional() });
export type DomainPatch = z.infer<typeof domainPatch>;

export const domain = versioned.extend({ ...fields, domain_id: domainId, is_inbuilt: z.boolean() });
export type Domain = z.infer<typeof domain>;

export type PlaybookKind = 'ingestion_playbook' | 'query_playbook' | 'management_playbook';
export const playbookKinds: readonly PlaybookKind[] = [
  'ingestion_playbook',
  'query_playbook',
  'management_playbook',
];
