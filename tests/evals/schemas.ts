import * as z from 'zod';
import { groupBy, interval, metric, reportFilter } from '../../lib/domain/filter.ts';
import { boundingBox, latitude, longitude } from '../../lib/domain/geo.ts';
import {
  priority,
  reportStatus,
  sentiment,
  urgency,
  workflowStatus,
} from '../../lib/domain/report-vocabulary.ts';

const coordinates = z.strictObject({ lon: longitude, lat: latitude });
const placeEntry = z.strictObject({
  name: z.string().min(1),
  aliases: z.array(z.string().min(1)),
  lon: longitude,
  lat: latitude,
});
const localDate = z.iso.date();
export const domainKey = z.enum(['civic_complaints', 'disaster_response', 'agriculture']);
export type DomainKey = z.infer<typeof domainKey>;

/** Category keys of the three built-in domains. */
export const categoryKeys: Readonly<Record<DomainKey, readonly string[]>> = {
  civic_complaints: [
    ...['pothole', 'road_damage', 'street_light', 'garbage', 'water_supply', 'sewage', 'flooding', 'noise'],
    ...['traffic', 'illegal_parking', 'stray_animals', 'parks_trees', 'building_safety', 'electricity'],
    ...['air_pollution', 'vandalism', 'public_transport', 'public_safety', 'public_health', 'other'],
  ],
  disaster_response: [
    ...[
      'flood',
      'fire',
      'earthquake',
      'landslide',
      'storm',
      'building_collapse',
      'medical',
      'trapped_people',
    ],
    ...['missing_person', 'shelter', 'food_water', 'road_blocked', 'power_outage', 'hazmat', 'other'],
  ],
  agriculture: [
    ...['pest', 'disease', 'drought', 'irrigation', 'flood_damage', 'livestock', 'soil', 'weeds', 'inputs'],
    ...['harvest', 'storage', 'market', 'equipment', 'weather_damage', 'wildlife', 'other'],
  ],
};

/** One labelled report. `expect.time` is in local days of `timezone`, both ends inclusive. */
export const reportLine = z.strictObject({
  id: z.string(),
  domain_id: domainKey,
  text: z.string().min(1).max(10_000),
  now: z.iso.datetime(),
  timezone: z.string(),
  home: z.strictObject({
    country: z
      .string()
      .regex(/^[A-Z]{2}$/)
      .optional(),
    bbox: boundingBox.optional(),
  }),
  places: z.array(placeEntry),
  expect: z.strictObject({
    place: coordinates.nullable(),
    time: z.strictObject({ from: localDate, to: localDate }).nullable(),
    category: z.union([z.string(), z.array(z.string()).min(2)]),
    urgency,
    sentiment,
  }),
});
export type ReportLine = z.infer<typeof reportLine>;

export const storeReport = z.strictObject({
  incident_id: z.string().regex(/^inc_[0-9a-z]{26}$/),
  domain_id: domainKey,
  text: z.string(),
  category: z.string(),
  urgency,
  sentiment,
  status: reportStatus,
  place: z.string().nullable(),
  lon: longitude.nullable(),
  lat: latitude.nullable(),
  occurred_at: z.iso.datetime().nullable(),
  created_at: z.iso.datetime(),
  assignee: z.string().nullable(),
  priority: priority.nullable(),
  due_date: localDate.nullable(),
  source: z.string(),
});
export type StoreReport = z.infer<typeof storeReport>;

const team = z.strictObject({ team_id: z.string(), team_name: z.string(), aliases: z.array(z.string()) });
const user = z.strictObject({ user_id: z.string(), username: z.string() });

/** What questions and commands are about: one tenant with its teams (which all domains share), users and reports. */
export const evalStore = z.strictObject({
  now: z.iso.datetime(),
  timezone: z.string(),
  teams: z.array(team),
  users: z.array(user),
  domains: z.record(
    domainKey,
    z.strictObject({
      categories: z.array(
        z.strictObject({ key: z.string(), label: z.string(), synonyms: z.array(z.string()) }),
      ),
      places: z.array(placeEntry),
      home: z.strictObject({ country: z.string() }),
    }),
  ),
  reports: z.array(storeReport),
});
export type EvalStore = z.infer<typeof evalStore>;

export const answer = z.union([
  z.strictObject({ count: z.int() }),
  z.strictObject({ top: z.string(), count: z.int() }),
  z.strictObject({ groups: z.record(z.string(), z.int()) }),
  z.strictObject({ compare: z.tuple([z.int(), z.int()]) }),
  z.strictObject({ ids: z.array(z.string()) }),
  z.strictObject({ none: z.literal(true) }),
]);
export type Answer = z.infer<typeof answer>;

/** How an answer is computed: `versus` is the second selection of a comparison, `latest` keeps the newest n. */
export const plan = z.strictObject({
  filter: reportFilter,
  versus: reportFilter.optional(),
  group_by: groupBy.optional(),
  metric: metric.optional(),
  interval: interval.optional(),
  rank: z.enum(['most', 'least']).optional(),
  latest: z.int().positive().optional(),
});
export type Plan = z.infer<typeof plan>;

export const questionLine = z.strictObject({
  id: z.string(),
  domain_id: domainKey,
  question: z.string().min(1).max(1_000),
  previous: z.array(z.string()).optional(),
  expect: z.union([
    plan.extend({ answer }),
    z.strictObject({ answer: z.strictObject({ none: z.literal(true) }) }),
  ]),
});
export type QuestionLine = z.infer<typeof questionLine>;

export const changes = z.strictObject({
  status: workflowStatus.optional(),
  /** Team or user id; for an unknown team or person the name as given. */
  assignee: z.string().optional(),
  priority: priority.optional(),
  due_date: localDate.optional(),
  note: z.string().optional(),
});
export type Changes = z.infer<typeof changes>;

export const commandLine = z.strictObject({
  id: z.string(),
  domain_id: domainKey,
  command: z.string().min(1).max(1_000),
  context: z.strictObject({ previous: z.array(z.string()), references: z.array(z.string()) }).optional(),
  expect: z.union([
    z.strictObject({
      changes,
      filter: reportFilter,
      latest: z.int().positive().optional(),
      ids: z.array(z.string()),
      approval: z.boolean(),
      /** One report is meant but several fit: waiting for approval is right, with any of them selected. */
      ambiguous: z.literal(true).optional(),
    }),
    z.strictObject({ none: z.literal(true) }),
  ]),
});
export type CommandLine = z.infer<typeof commandLine>;
