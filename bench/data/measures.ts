import type { BoundingBox } from '../../lib/domain/geo.ts';
import { makeRandom } from '../../scripts/sample/generate.ts';
import { samplePlaces } from '../../scripts/sample/places.ts';
import { DOMAIN } from './load.ts';
import type { Stage } from './stage.ts';

const TENANT = 'tenant-0';
export const PAGE_1 = 'list, page 1';
export const PAGE_1000 = 'list, page 1,000';
export const BOX = 'box, at most 1,000 rows';
export const PROJECT = 'project one report';
export const BY_CATEGORY = 'aggregate by category';
const filter = { domain_id: DOMAIN };
const own = `tenant_id = '${TENANT}' and domain_id = '${DOMAIN}' and not removed`;
const rowColumns = `incident_id, domain_id, status, category, urgency, sentiment, priority, assignee, assignee_name, due_date,
  place, location[0], location[1], source, event_at, raw_text, created_at, updated_at, created_by, version`;

export interface Measured {
  name: string;
  runs: number;
  /** Milliseconds: the whole call, the part of it inside the database, and hand-written SQL for the same rows. */
  total: { p50: number; p95: number };
  database: { p50: number; p95: number };
  floor: { p50: number; p95: number };
}

const quantile = (sorted: readonly number[], share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? NaN;
const round = (value: number): number => Math.round(value * 100) / 100;

export function summary(times: readonly number[]): { p50: number; p95: number } {
  const sorted = [...times].sort((a, b) => a - b);
  return { p50: round(quantile(sorted, 0.5)), p95: round(quantile(sorted, 0.95)) };
}

interface Case {
  name: string;
  runs: number;
  call: (run: number) => Promise<unknown>;
  floor: (run: number) => string;
}

/** The cases take turns, run by run, so that they can be compared with each other on a machine that does other work too. */
async function measureInTurn(stage: Stage, cases: readonly Case[]): Promise<Measured[]> {
  const times = cases.map(() => ({
    totals: [] as number[],
    databases: [] as number[],
    floors: [] as number[],
  }));
  const runs = Math.max(...cases.map((each) => each.runs));
  for (let run = -Math.min(10, runs); run < runs; run++)
    for (const [at, { call, floor }] of cases.entries()) {
      stage.take();
      const started = performance.now();
      await call(Math.abs(run));
      const total = performance.now() - started;
      const inside = stage.take();
      const before = performance.now();
      await stage.floor(floor(Math.abs(run)));
      const plain = performance.now() - before;
      if (run < 0) continue;
      times[at]?.totals.push(total);
      times[at]?.databases.push(inside);
      times[at]?.floors.push(plain);
    }
  return cases.map(({ name }, at) => {
    const { totals = [], databases = [], floors = [] } = times[at] ?? {};
    return { name, runs, total: summary(totals), database: summary(databases), floor: summary(floors) };
  });
}

/** Boxes around random points of the data, with at most 1,000 rows in them. */
export async function makeBoxes(stage: Stage, count: number): Promise<BoundingBox[]> {
  const random = makeRandom(5);
  const places = samplePlaces[DOMAIN] ?? [];
  const boxes: BoundingBox[] = [];
  while (boxes.length < count) {
    const place = places[Math.floor(random() * places.length)];
    if (place === undefined) continue;
    const size = 0.0005 + random() * random() * 0.01;
    const [lon, lat] = [place.lon + (random() - 0.5) * 0.01, place.lat + (random() - 0.5) * 0.01];
    const box: BoundingBox = [lon - size, lat - size, lon + size, lat + size];
    if ((await stage.index.count(TENANT, { ...filter, bbox: box })) <= 1_000) boxes.push(box);
  }
  return boxes;
}

/** How many of the boxes give other ids than looking at every row does. */
export async function inexactBoxes(stage: Stage, boxes: readonly BoundingBox[]): Promise<number> {
  const all = (
    await stage.floor(
      `select incident_id, location[0]::float8, location[1]::float8 from report_index where ${own}`,
    )
  ).map(([id, lon, lat]) => ({ id: id ?? '', lon: Number(lon), lat: Number(lat) }));
  let inexact = 0;
  for (const bbox of boxes) {
    const [west, south, east, north] = bbox;
    const expected = all
      .filter(({ lon, lat }) => lon >= west && lon <= east && lat >= south && lat <= north)
      .map(({ id }) => id)
      .sort();
    const { features } = await stage.index.geo(TENANT, { ...filter, bbox }, { limit: 2_000 });
    const found = features.map(({ id }) => id ?? '').sort();
    if (JSON.stringify(found) !== JSON.stringify(expected)) inexact++;
  }
  return inexact;
}

const searches = ['pothole', 'street lights', 'garbage rotting', 'water brown', 'stray dog child'];
const page = (number: number) => ({ page: number, limit: 20 });
const listFloor = (offset: number): string => `
  select ${rowColumns} from report_index where ${own} order by event_at desc, incident_id desc limit 20 offset ${offset}`;
const withTotal = (statement: string): string =>
  `select t.n, rows.* from (select count(*) as n from report_index where ${own}) t left join (${statement}) rows on true`;

export async function measureAll(
  stage: Stage,
  boxes: readonly BoundingBox[],
  runs: number,
): Promise<Measured[]> {
  const { index } = stage;
  const deep = await index.list(TENANT, filter, { page: 1, limit: 20 });
  let cursor = deep.nextCursor;
  for (let walked = 0; walked < 50 && cursor !== undefined; walked++)
    cursor = (await index.list(TENANT, filter, { page: 1, limit: 100, cursor })).nextCursor ?? cursor;
  const boxOf = (run: number): BoundingBox => boxes[run % boxes.length] ?? [0, 0, 1, 1];
  const searchOf = (run: number): string => searches[run % searches.length] ?? '';
  const zone = 'UTC';
  const cases: Case[] = [
    {
      name: BOX,
      runs: Math.min(boxes.length, runs * 5),
      call: (run) => index.geo(TENANT, { ...filter, bbox: boxOf(run) }, { limit: 2_000 }),
      floor: (run) => {
        const [w, s, e, n] = boxOf(run);
        return `select incident_id, status, category, urgency, created_at, location[0], location[1] from report_index
          where ${own} and location <@ box(point(${w},${s}), point(${e},${n}))`;
      },
    },
    {
      name: 'clusters of all at zoom 12',
      runs: Math.ceil(runs / 5),
      call: () => index.geo(TENANT, filter, { limit: 500, zoom: 12 }),
      floor: () => `select count(*), avg(location[0]), avg(location[1]) from report_index
        where ${own} group by floor((location[0] + 180) / 0.02197), floor((location[1] + 90) / 0.02197)`,
    },
    {
      name: BY_CATEGORY,
      runs,
      call: () =>
        index.aggregate(TENANT, {
          filter,
          group_by: 'category',
          metric: 'count',
          timezone: zone,
          limit: 100,
        }),
      floor: () => `select category, count(*) from report_index where ${own} group by 1 order by 2 desc`,
    },
    {
      name: 'aggregate by a path, average of a number',
      runs: Math.ceil(runs / 5),
      call: () =>
        index.aggregate(TENANT, {
          filter,
          group_by: 'ingestion_data.complaint_type',
          metric: 'avg',
          field: 'ingestion_data.confidence',
          timezone: zone,
          limit: 100,
        }),
      floor:
        () => `select ingestion_data ->> 'complaint_type', count(*), avg((ingestion_data ->> 'confidence')::float8)
        from report_index where ${own} group by 1 order by 3 desc`,
    },
    {
      name: 'series by day',
      runs,
      call: () => index.timeseries(TENANT, { filter, interval: 'day', timezone: 'Asia/Kolkata' }),
      floor: () =>
        `select date_trunc('day', event_at, 'Asia/Kolkata'), count(*) from report_index where ${own} group by 1 order by 1`,
    },
    {
      name: 'search, ranked, first 20 and the total',
      runs,
      call: (run) => index.list(TENANT, { ...filter, q: searchOf(run) }, page(1), 'relevance'),
      floor: (
        run,
      ) => `select count(*) over (), ts_rank_cd(search, websearch_to_tsquery('english', '${searchOf(run)}')) as score, ${rowColumns}
        from report_index where ${own} and search @@ websearch_to_tsquery('english', '${searchOf(run)}') order by score desc limit 20`,
    },
    {
      name: 'search with a slip',
      runs: Math.ceil(runs / 5),
      call: () => index.list(TENANT, { ...filter, q: 'garbgae' }, page(1), 'relevance'),
      floor:
        () => `select count(*) over (), ts_rank_cd(search, websearch_to_tsquery('english', 'garbage')) as score, ${rowColumns}
        from report_index where ${own} and search @@ websearch_to_tsquery('english', 'garbage') order by score desc limit 20`,
    },
    {
      name: PAGE_1,
      runs,
      call: () => index.list(TENANT, filter, page(1)),
      floor: () => withTotal(listFloor(0)),
    },
    {
      name: PAGE_1000,
      runs,
      call: () => index.list(TENANT, filter, page(1_000)),
      floor: () => withTotal(listFloor(19_980)),
    },
    {
      name: 'list by cursor, 5,000 rows in',
      runs,
      call: () => index.list(TENANT, filter, { ...page(1), cursor }),
      floor: () => withTotal(listFloor(0)),
    },
    {
      name: 'list, place and status',
      runs,
      call: () => index.list(TENANT, { ...filter, place: 'Koramangala', status: ['pending'] }, page(1)),
      floor: () => `select count(*) over (), ${rowColumns} from report_index
        where ${own} and place = 'Koramangala, Bengaluru' and status = 'pending' order by event_at desc, incident_id desc limit 20`,
    },
  ];
  const results: Measured[] = [];
  const pages = cases.filter(({ name }) => name === PAGE_1 || name === PAGE_1000);
  for (const each of cases)
    if (each.name === PAGE_1) results.push(...(await measureInTurn(stage, pages)));
    else if (each.name !== PAGE_1000) results.push(...(await measureInTurn(stage, [each])));
  return results;
}

const plainColumns = `tenant_id, incident_id, version, domain_id, status, category, urgency, sentiment, place, place_key,
  location, source, event_at, created_at, updated_at, created_by, raw_text, ingestion_data, management_data`;

/** One report at a time, as after an agent run: a new one, and the same once more. */
export async function measureProjection(
  stage: Stage,
  source: Iterator<{ report: object }>,
  runs: number,
): Promise<Measured[]> {
  const reports = Array.from({ length: runs + 10 }, () => source.next().value?.report as never);
  const project = {
    name: PROJECT,
    runs,
    call: (run: number) => stage.index.upsert(TENANT, reports[run] as never),
    floor: (run: number) => `insert into floor_reports (${plainColumns})
      select ${plainColumns.replace('incident_id', `incident_id || '${run}-' || random()`)}
      from report_index where tenant_id = '${TENANT}' limit 1`,
  };
  return measureInTurn(stage, [project]);
}
