import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import { makeReportIndex } from '../../../lib/adapters/aws/sql/report-index.ts';
import {
  aggregatedQuery,
  exportFormat,
  geoQuery,
  hotspotsQuery,
  timeseriesQuery,
} from '../../../lib/domain/data.ts';
import { pageQuery } from '../../../lib/domain/page.ts';
import type { Domain } from '../../../lib/domain/domain.ts';
import { AppError } from '../../../lib/errors.ts';
import { reportFilterFields, toReportFilter } from '../../../lib/http/report-query.ts';
import type { ExportStore } from '../../../lib/ports/blobs.ts';
import { makeData } from '../../../lib/services/data.ts';
import { makeReportExport } from '../../../lib/services/report-export.ts';
import { principal } from '../../support/api-fakes.ts';
import { startMigratedDatabase } from '../../support/database.ts';
import type { TestDatabase } from '../../support/database.ts';
import { storedReport } from '../../support/reports.ts';

/** Breaks out of quotes, comments, casts, tsqueries, patterns, JSON paths, cursors and numbers. */
const crafted = [
  "' or '1'='1",
  "'; drop table report_index; --",
  "') or tenant_id <> ('",
  '" or ""="',
  "\\'; select pg_sleep(10); --",
  '1; select 1',
  '1 union select raw_text from report_index',
  ':tenant',
  ':tenant::text',
  ':q::tsquery',
  '$1',
  '$$',
  '%',
  '_%_',
  "'~' || md5('victim')",
  ':* & !',
  "ingestion_data.' || raw_text || '",
  'ingestion_data.a;b',
  "ingestion_data->>'x'",
  '{"$gt":""}',
  '/* comment',
  '-- comment',
  'a\u0000b',
  '\ud800',
  'NaN',
  'Infinity',
  '1e999',
  '-1',
  '0x10',
  '0,0,0,0) or (1=1',
  '180,-90,-180,90',
  '-180,-90,180,90',
  '0000-01-01',
  '9999-12-31T23:59:59.999Z',
  'W10',
  Buffer.from(JSON.stringify(['2026-01-01T00:00:00.000Z', "' or 1=1 --"])).toString('base64url'),
  Buffer.from(JSON.stringify(["' or 1=1 --", 'x'])).toString('base64url'),
];

const filterFields = { ...reportFilterFields, domain_id: z.string().min(1).max(200) };
const sam = principal('sam', 'member');
const domain = { home: { timezone: 'Asia/Kolkata' } } as Domain;

let database: TestDatabase;
let routes: Record<string, { query: z.ZodObject; ask: (query: never) => Promise<unknown> }>;
beforeAll(async () => {
  database = await startMigratedDatabase();
  const index = makeReportIndex(database.sql);
  await index.upsert('victim', storedReport('secret', { raw_text: 'secret victim text' }));
  await index.upsert(sam.tenantId, storedReport('own', { raw_text: 'own text' }));
  const clock = { now: () => new Date('2026-05-01T00:00:00.000Z') };
  const domains = { find: () => Promise.resolve(domain) };
  const data = makeData({ index, domains, clock });
  const exporting = makeReportExport({
    index,
    exports: {} as ExportStore,
    ids: { next: () => 'bak_1' },
    clock,
  });
  const filterOf = (query: never) => ({ ...toReportFilter(query), domain_id: query['domain_id'] });
  routes = {
    geo: { query: geoQuery.extend(filterFields), ask: (query) => data.geo(sam, filterOf(query), query) },
    aggregated: {
      query: aggregatedQuery.extend(filterFields),
      ask: (query) => data.aggregated(sam, filterOf(query), query),
    },
    timeseries: {
      query: timeseriesQuery.extend(filterFields),
      ask: (query) => data.timeseries(sam, filterOf(query), query),
    },
    hotspots: {
      query: hotspotsQuery.extend(filterFields),
      ask: (query) => data.hotspots(sam, filterOf(query), query),
    },
    list: {
      query: pageQuery.extend(reportFilterFields),
      ask: (query) => index.list(sam.tenantId, toReportFilter(query), query, 'relevance'),
    },
    export: {
      query: z.object({ ...reportFilterFields, format: exportFormat, cursor: pageQuery.shape.cursor }),
      ask: (query) => exporting.export(sam, toReportFilter(query), query['format'], query['cursor']),
    },
  };
}, 60_000);
afterAll(() => database.close());

const usual: Record<string, string> = {
  domain_id: 'civic_complaints',
  group_by: 'status',
  interval: 'day',
  format: 'ndjson',
};

describe('every query parameter of every route over the index', () => {
  it('takes crafted text as invalid or as no match: no SQL error, nothing of another tenant', async () => {
    const seen = { refused: 0, answered: 0 };
    for (const [name, { query, ask }] of Object.entries(routes))
      for (const parameter of Object.keys(query.shape))
        for (const text of crafted) {
          const needed = Object.entries(usual).filter(([key]) => key in query.shape);
          const parsed = query.safeParse({ ...Object.fromEntries(needed), [parameter]: text });
          if (!parsed.success) {
            seen.refused += 1;
            continue;
          }
          const outcome = await ask(parsed.data as never).catch((error: unknown) => error);
          const where = `${name} ${parameter}=${text}`;
          if (outcome instanceof Error)
            expect([where, outcome instanceof AppError && outcome.code]).toEqual([where, 'INVALID_INPUT']);
          expect(JSON.stringify(outcome)).not.toMatch(/victim|secret/);
          seen.answered += 1;
        }
    expect(seen.refused).toBeGreaterThan(500);
    expect(seen.answered).toBeGreaterThan(500);
    expect(await database.sql.rows('select count(*) as n from report_index')).toEqual([{ n: 2 }]);
  }, 60_000);
});

describe('a search in another language', () => {
  it('finds words as they stand, whatever the language, beside other forms of English ones', async () => {
    const texts = {
      es: 'La fuga de agua inundó el sótano de la escuela',
      fr: "L'école est fermée à cause de l'inondation",
      de: 'Die Straße ist wegen der Überschwemmung gesperrt',
      hi: 'सड़क पर बड़ा गड्ढा है',
      ru: 'На дороге большая яма',
      en: 'Potholes on the road',
    };
    const index = makeReportIndex(database.sql);
    await index.upsertMany(
      'languages',
      Object.entries(texts).map(([id, raw_text]) => storedReport(id, { raw_text })),
    );
    const words = {
      es: ['sótano', 'escuela', 'inundó'],
      fr: ['école', 'fermée', 'inondation'],
      de: ['Straße', 'überschwemmung', 'gesperrt'],
      hi: ['सड़क', 'गड्ढा'],
      ru: ['дороге', 'ЯМА'],
      en: ['pothole', 'roads'],
    };
    for (const [id, each] of Object.entries(words))
      for (const q of each) {
        const { items } = await index.list('languages', { q }, { page: 1, limit: 10 }, 'relevance');
        expect([q, items.map(({ incident_id }) => incident_id)]).toEqual([q, [id]]);
      }
  }, 30_000);
});
