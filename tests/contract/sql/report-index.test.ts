import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeReportIndex } from '../../../lib/adapters/aws/sql/report-index.ts';
import type { ReportFilter } from '../../../lib/domain/filter.ts';
import type { AppError } from '../../../lib/errors.ts';
import type { ReportIndex, ReportOrder } from '../../../lib/ports/relational.ts';
import { startMigratedDatabase } from '../../support/database.ts';
import type { TestDatabase } from '../../support/database.ts';
import { manyReports, storedReport } from '../../support/reports.ts';

let database: TestDatabase;
let index: ReportIndex;
beforeAll(async () => {
  database = await startMigratedDatabase();
  index = makeReportIndex(database.sql);
}, 60_000);
afterAll(() => database.close());

const firstPage = { page: 1, limit: 20 };
const only = async (tenantId: string, id: string) =>
  (await index.list(tenantId, { incident_ids: [id] }, firstPage)).items[0];

async function walk(
  tenantId: string,
  filter: ReportFilter,
  order: ReportOrder,
  limit: number,
): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await index.list(tenantId, filter, { page: 1, limit, cursor }, order);
    ids.push(...page.items.map(({ incident_id }) => incident_id));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return ids;
}

describe('writing', () => {
  it('shows of a report what lists need, and cleans what cannot be stored', async () => {
    await index.upsert(
      'acme',
      storedReport('full', {
        raw_text: 'Water\u0000 pipe \ud800 burst\n\u0007now',
        status: 'pending',
        occurred_at: '2026-02-03T04:05:06.789Z',
        location: { type: 'Point', coordinates: [77.5, 12.9] },
        ingestion_data: {
          category: 'water',
          urgency: 'urgent',
          sentiment: 'negative',
          location_text: 'MG Road',
          address: 'MG Road, Bengaluru',
          timestamp: '2020-01-01T00:00:00.000Z',
          geo_location: { type: 'Point', coordinates: [1, 1] },
          'bad\u0000key': ['\u0000', '\udfff'],
        },
        task_details: {
          assignee: 'roads',
          assignee_name: 'Road Works',
          priority: 'high',
          due_date: '2026-03-01',
        },
        version: 4,
      }),
    );
    expect(await only('acme', 'full')).toEqual({
      incident_id: 'full',
      domain_id: 'civic_complaints',
      status: 'pending',
      category: 'water',
      urgency: 'urgent',
      sentiment: 'negative',
      priority: 'high',
      assignee: 'roads',
      assignee_name: 'Road Works',
      due_date: '2026-03-01',
      place: 'MG Road',
      location: { type: 'Point', coordinates: [77.5, 12.9] },
      source: 'web',
      event_at: '2026-02-03T04:05:06.789Z',
      raw_text: 'Water pipe \ufffd burst\nnow',
      created_at: '2026-05-01T10:00:00.000Z',
      updated_at: '2026-05-01T10:00:00.000Z',
      created_by: 'user-1',
      version: 4,
    });
  });

  it('takes what agents extracted where the submitter gave nothing, and ignores what is no place or time', async () => {
    const extracted = {
      geo_location: { type: 'Point', coordinates: [3, 4] },
      timestamp: '2026-01-02T03:04:05+05:30',
    };
    await index.upsertMany('acme', [
      storedReport('e1', { ingestion_data: extracted }),
      storedReport('e2', {
        ingestion_data: { geo_location: { type: 'Point', coordinates: [300, 4] }, timestamp: 'soon' },
      }),
    ]);
    expect(await only('acme', 'e1')).toMatchObject({
      event_at: '2026-01-01T21:34:05.000Z',
      location: { type: 'Point', coordinates: [3, 4] },
    });
    expect(await only('acme', 'e2')).toMatchObject({ event_at: '2026-05-01T10:00:00.000Z', location: null });
  });

  it('never lets an older version replace a newer one, whatever the order and the company', async () => {
    const versions = [3, 1, 5, 2, 4].map((version) =>
      storedReport('v', { version, raw_text: `version ${version}` }),
    );
    for (const report of versions) await index.upsert('acme', report);
    expect(await only('acme', 'v')).toMatchObject({ version: 5, raw_text: 'version 5' });
    await index.upsertMany('together', versions);
    expect(await only('together', 'v')).toMatchObject({ version: 5 });
    await Promise.all(versions.map((report) => index.upsert('crowd', report)));
    expect(await only('crowd', 'v')).toMatchObject({ version: 5 });
  });

  it('does not bring back what was removed', async () => {
    await index.upsert('acme', storedReport('gone'));
    await index.remove('acme', 'gone', 1);
    await index.remove('acme', 'gone', 1);
    await index.upsert('acme', storedReport('gone', { version: 9 }));
    expect(await only('acme', 'gone')).toBeUndefined();
    await index.remove('acme', 'early', 3);
    await index.upsert('acme', storedReport('early', { version: 3 }));
    expect(await only('acme', 'early')).toBeUndefined();
    const left = await database.sql.rows<{ raw_text: null }>(
      "select raw_text, ingestion_data, location::text, created_by from report_index where incident_id = 'gone'",
    );
    expect(left).toEqual([{ raw_text: null, ingestion_data: null, location: null, created_by: null }]);
  });

  it('of one tenant touches no other', async () => {
    await index.upsert('acme', storedReport('same', { raw_text: 'of acme' }));
    await index.upsert('other', storedReport('same', { raw_text: 'of other', version: 2 }));
    await index.remove('other', 'same', 2);
    expect(await only('acme', 'same')).toMatchObject({ raw_text: 'of acme', version: 1 });
  });
});

describe('lists', () => {
  const reports = manyReports(260, 5).map((report) => ({ ...report, domain_id: 'lists' }));
  const byEvent = reports
    .map((report) => [report.occurred_at ?? report.created_at, report.incident_id] as const)
    .sort(([a, x], [b, y]) => (a < b || (a === b && x < y) ? 1 : -1))
    .map(([, id]) => id);
  beforeAll(() => index.upsertMany('lists', reports));

  it('are newest first by the time of the event, page by page and by cursor alike', async () => {
    expect(await walk('lists', {}, 'newest', 37)).toEqual(byEvent);
    expect(await walk('lists', {}, 'oldest', 100)).toEqual(byEvent.toReversed());
    const third = await index.list('lists', {}, { page: 3, limit: 100 });
    expect(third.items.map(({ incident_id }) => incident_id)).toEqual(byEvent.slice(200));
    expect(third).toMatchObject({ total: 260 });
    expect(third.nextCursor).toBeUndefined();
  });

  it('by deadline show each report once, those without one last', async () => {
    const ids = await walk('lists', {}, 'due', 33);
    expect(ids.toSorted()).toEqual(byEvent.toSorted());
    const rows = (await index.list('lists', {}, { page: 1, limit: 100 }, 'due')).items;
    const first = rows.findIndex(({ due_date }) => due_date === null);
    expect(first).toBeGreaterThan(0);
    expect(rows.slice(first).every(({ due_date }) => due_date === null)).toBe(true);
  });

  it('walked while others are added show every earlier one exactly once', async () => {
    await index.upsertMany('grows', reports);
    const seen: string[] = [];
    let cursor: string | undefined;
    for (let round = 0; round === 0 || cursor !== undefined; round++) {
      const page = await index.list('grows', {}, { page: 1, limit: 20, cursor });
      seen.push(...page.items.map(({ incident_id }) => incident_id));
      cursor = page.nextCursor;
      const at = new Date(Date.UTC(2026, 0, 1 + round * 7)).toISOString();
      await index.upsert('grows', storedReport(`new_${round}`, { occurred_at: at }));
    }
    expect(seen.filter((id) => id.startsWith('inc_')).toSorted()).toEqual(byEvent.toSorted());
    expect(new Set(seen).size).toBe(seen.length);
  });

  it('of the largest reports there may be stay within every limit', async () => {
    const large = Array.from({ length: 60 }, (_, at) =>
      storedReport(`large_${at}`, {
        raw_text: '漢'.repeat(10_000),
        ingestion_data: {
          location_text: '漢'.repeat(2_000),
          category: '漢'.repeat(500),
          more: '漢'.repeat(20_000),
        },
      }),
    );
    await index.upsertMany('large', large);
    const page = await index.list('large', {}, { page: 1, limit: 50 });
    expect(page.items).toHaveLength(50);
    expect(page.items.every(({ raw_text }) => raw_text.length === 10_000)).toBe(true);
    expect(await walk('large', {}, 'newest', 50)).toHaveLength(60);
    const walked: number[] = [];
    for await (const rows of index.walk('large', {}, 45)) walked.push(rows.length);
    expect(walked).toEqual([45, 15]);
  }, 30_000);

  it('refuse a cursor of another order', async () => {
    const { nextCursor } = await index.list('lists', {}, { page: 1, limit: 5 });
    await expect(
      index.list('lists', { q: 'water' }, { ...firstPage, cursor: nextCursor }, 'relevance'),
    ).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
  });
});

describe('text search', () => {
  beforeAll(() =>
    index.upsertMany('texts', [
      storedReport('s1', { raw_text: 'Deep potholes on the bridge. Potholes everywhere, potholes!' }),
      storedReport('s2', {
        raw_text: 'A pothole beside a very long story about how the municipal office works.',
      }),
      storedReport('s3', { raw_text: 'The street light in our lane was broken by the storm' }),
      storedReport('s4', { raw_text: 'Flooded basement after the storm', domain_id: 'disaster_response' }),
      storedReport('s5', { raw_text: 'La fuga de agua inundó el sótano' }),
    ]),
  );
  const search = async (q: string, more: ReportFilter = {}) =>
    (await index.list('texts', { ...more, q }, firstPage, 'relevance')).items.map(
      ({ incident_id }) => incident_id,
    );

  it('finds other forms of the words and ranks the better match first', async () => {
    expect(await search('pothole')).toEqual(['s1', 's2']);
    expect(await search('storms')).toEqual(['s4', 's3'].toSorted().toReversed());
    expect(await search('storm', { domain_id: 'disaster_response' })).toEqual(['s4']);
    expect(await search('sótano')).toEqual(['s5']);
  });

  it('needs every word, knows quotes, or and minus', async () => {
    expect(await search('storm light')).toEqual(['s3']);
    expect(await search('"street light"')).toEqual(['s3']);
    expect(await search('"light street"')).toEqual([]);
    expect(await search('bridge or basement')).toEqual(expect.arrayContaining(['s1', 's4']));
    expect(await search('storm -basement')).toEqual(['s3']);
  });

  it('forgives a slip in a word that occurs nowhere, and none in one that does', async () => {
    expect(await search('pothloe')).toEqual(['s1', 's2']);
    expect(await search('basemant')).toEqual(['s4']);
    expect(await search('brigde')).toEqual(['s1']);
    expect(await search('lights broken')).toEqual(['s3']);
    expect(await search('zzzzzz')).toEqual([]);
    expect(await search('storm')).not.toContain('s1');
  });

  it('does not learn words from other tenants', async () => {
    const nearer = Array.from('abcdefghijkl', (letter) => `basemant${letter}`).join(' ');
    await index.upsert('secret', storedReport('x', { raw_text: nearer }));
    expect(await search('basemant')).toEqual(['s4']);
  });

  it('forgives a slip that is a word of another tenant', async () => {
    await index.upsert('secret', storedReport('y', { raw_text: 'They spell it brigde.' }));
    expect(await search('brigde')).toEqual(['s1']);
  });

  it('of stop words or signs only finds nothing', async () => {
    for (const q of ['the', '!!!', '"', '-', "'", ':*', '()', '& | !']) expect(await search(q)).toEqual([]);
  });
});

describe('crafted input', () => {
  const hostile = [
    "' or 1=1 --",
    "'; drop table report_index; --",
    '" or ""="',
    "\\'; select pg_sleep(10); --",
    '%',
    '_%_',
    ':tenant',
    ':tenant::text',
    '$1',
    "'~' || md5('other')",
    "') || to_tsquery('x",
    '${tenant}',
    '{"$gt": ""}',
    '\u0000',
    'a\u0000b',
    '\ud800',
    'acme/civic_complaints',
    '-- comment',
    '/* comment',
    'x'.repeat(1_000),
  ];
  beforeAll(async () => {
    await index.upsert(
      'victim',
      storedReport('secret', { raw_text: 'secret', ingestion_data: { category: 'secret' } }),
    );
    await index.upsert('attacker', storedReport('own', { raw_text: 'own text' }));
  });

  it('in any text field matches nothing of anybody else and is no error of ours', async () => {
    const fields: ((text: string) => ReportFilter)[] = [
      (text) => ({ domain_id: text }),
      (text) => ({ incident_ids: [text] }),
      (text) => ({ category: [text] }),
      (text) => ({ priority: [text] }),
      (text) => ({ assignee: [text] }),
      (text) => ({ source: [text] }),
      (text) => ({ created_by: text }),
      (text) => ({ place: text }),
      (text) => ({ q: text }),
      (text) => ({ not: { category: [text], assignee: [text], place: text } }),
    ];
    for (const text of hostile)
      for (const field of fields) {
        const outcome = await index.list('attacker', field(text), firstPage).then(
          ({ items }) => items.map(({ incident_id }) => incident_id),
          (error: unknown) => (error as AppError).code,
        );
        expect([[], ['own'], 'INVALID_INPUT']).toContainEqual(outcome);
      }
    expect(await index.count('victim', {})).toBe(1);
  }, 60_000);

  it('in group keys, fields, zones and cursors is refused or matches nothing', async () => {
    const base = { filter: {}, metric: 'count', timezone: 'UTC', limit: 10 } as const;
    for (const text of hostile) {
      for (const group_by of [
        text,
        `ingestion_data.${text}`,
        `ingestion_data.a.${text}`,
        'raw_text',
        'tenant_id',
      ])
        await expect(index.aggregate('attacker', { ...base, group_by })).rejects.toMatchObject({
          code: 'INVALID_INPUT',
        });
      const measure = {
        ...base,
        metric: 'sum',
        group_by: 'status',
        field: `ingestion_data.${text}`,
      } as const;
      await expect(index.aggregate('attacker', measure)).rejects.toMatchObject({ code: 'INVALID_INPUT' });
      const cursor = Buffer.from(JSON.stringify([text, text])).toString('base64url');
      await expect(index.list('attacker', {}, { ...firstPage, cursor })).rejects.toMatchObject({
        code: 'INVALID_INPUT',
      });
    }
    for (const timezone of hostile.filter((text) => !text.includes('\u0000')))
      expect(await index.timeseries('attacker', { filter: {}, interval: 'day', timezone })).toHaveLength(1);
  }, 60_000);
});
