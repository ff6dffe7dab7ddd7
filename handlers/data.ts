import * as z from 'zod';
import { data } from '../lib/app.ts';
import {
  aggregated as aggregatedAnswer,
  aggregatedQuery,
  featureCollection,
  geoQuery,
  hotspots as hotspotsAnswer,
  hotspotsQuery,
  timeseries as timeseriesAnswer,
  timeseriesQuery,
} from '../lib/domain/data.ts';
import { route, serve } from '../lib/http.ts';
import { boxText, reportFilterFields, toReportFilter } from '../lib/http/report-query.ts';

/** The filter of lists, for the one domain that has to be named. */
const filterFields = { ...reportFilterFields, domain_id: z.string().min(1).max(200) };
const inDomain = (query: z.output<z.ZodObject<typeof filterFields>>) => ({
  ...toReportFilter(query),
  domain_id: query.domain_id,
});

export const geo = route(
  {
    method: 'GET',
    path: '/data/geo',
    summary: 'Located reports, or clusters of them, as GeoJSON',
    query: geoQuery.extend({ ...filterFields, bounds: boxText.optional() }),
    output: featureCollection,
  },
  ({ principal, query }) => {
    const bbox = query.bbox ?? query.bounds;
    return data().geo(principal, { ...inDomain(query), ...(bbox !== undefined && { bbox }) }, query);
  },
);

export const aggregated = route(
  {
    method: 'GET',
    path: '/data/aggregated',
    summary: 'Counts, averages, sums and extremes by group',
    query: aggregatedQuery.extend(filterFields),
    output: aggregatedAnswer,
  },
  ({ principal, query }) => data().aggregated(principal, inDomain(query), query),
);

export const timeseries = route(
  {
    method: 'GET',
    path: '/data/timeseries',
    summary: 'Counts over time, empty buckets included',
    query: timeseriesQuery.extend(filterFields),
    output: timeseriesAnswer,
  },
  ({ principal, query }) => data().timeseries(principal, inDomain(query), query),
);

export const hotspots = route(
  {
    method: 'GET',
    path: '/data/hotspots',
    summary: 'Where most was reported, against the period before',
    query: hotspotsQuery.extend(filterFields),
    output: hotspotsAnswer,
  },
  ({ principal, query }) => data().hotspots(principal, inDomain(query), query),
);

export const handler = serve(geo, aggregated, timeseries, hotspots);
