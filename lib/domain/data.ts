import * as z from 'zod';
import { fixedGroupKeys, groupBy, interval, metric } from './filter.ts';
import { boundingBox, point } from './geo.ts';
import { instant } from './metadata.ts';

/** Query parameters of the data routes beside the report filter. Query strings arrive as text, hence the coercion. */
const limit = (most: number, usual: number) => z.coerce.number().int().min(1).max(most).default(usual);

const dataPath = groupBy.refine((path) => !(fixedGroupKeys as readonly string[]).includes(path), {
  message: 'not a path into ingestion_data or management_data',
});

export const geoQuery = z.object({
  /** Level of a web map, 0 (the world on one tile) to 22. */
  zoom: z.coerce.number().int().min(0).max(22).optional(),
  limit: limit(10_000, 2_000),
});
export type GeoQuery = z.infer<typeof geoQuery>;

export const aggregatedQuery = z.object({
  group_by: groupBy,
  metric: metric.default('count'),
  /** Path of the number, for every metric but count. */
  field: dataPath.optional(),
  /** Largest first, unless `asc`. */
  order: z.enum(['asc', 'desc']).default('desc'),
  limit: limit(1_000, 100),
});
export type AggregatedQuery = z.infer<typeof aggregatedQuery>;

export const timeseriesQuery = z.object({ interval, group_by: groupBy.optional() });
export type TimeseriesParameters = z.infer<typeof timeseriesQuery>;

export const hotspotsQuery = z.object({ limit: limit(200, 50) });
export type HotspotsQuery = z.infer<typeof hotspotsQuery>;

// ---------------------------------------------------------------- answers

export const featureCollection = z.object({
  type: z.literal('FeatureCollection'),
  features: z.array(
    z.object({
      type: z.literal('Feature'),
      id: z.string().optional(),
      geometry: point,
      properties: z.record(z.string(), z.unknown()),
    }),
  ),
  truncated: z.boolean().optional(),
});

export const aggregated = z.object({
  aggregations: z.array(
    z.object({ key: z.string().nullable(), count: z.int(), value: z.number().nullable().optional() }),
  ),
  total: z.int(),
  /** The metric over all selected reports. */
  value: z.number().nullable().optional(),
});

export const timeseries = z.object({
  interval,
  /** The domain's; buckets start at its midnight. */
  timezone: z.string(),
  timeseries: z.array(
    z.object({ bucket: z.string(), count: z.int(), groups: z.record(z.string(), z.int()).optional() }),
  ),
  total: z.int(),
});

const period = z.object({ from: instant, to: instant });
export const hotspots = z.object({
  hotspots: z.array(
    z.object({
      cell: boundingBox,
      center: point,
      count: z.int(),
      previous_count: z.int(),
      change: z.int(),
    }),
  ),
  period,
  previous_period: period,
});

export const exportFormat = z.enum(['csv', 'geojson', 'ndjson']);
export type ExportFormat = z.infer<typeof exportFormat>;

/**
 * Instead of the file itself, when it is too large for an answer. A file ends when the time of a request does; the next
 * one, whole in itself, begins where `next_cursor` says, which is null at the end.
 */
export const exportLink = z.object({
  url: z.url(),
  expires_at: instant,
  bytes: z.int(),
  reports: z.int(),
  next_cursor: z.string().nullable(),
});
export type ExportLink = z.infer<typeof exportLink>;
