import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { toIndexed } from '../../../lib/domain/projection.ts';
import type { ReportRow } from '../../../lib/domain/report.ts';
import { fileFormats } from '../../../lib/services/export-formats.ts';
import { makeReportExport } from '../../../lib/services/report-export.ts';
import { storedReport } from '../../support/reports.ts';
import type { ReportOverrides } from '../../support/reports.ts';

const row = (id: string, overrides?: ReportOverrides): ReportRow =>
  toIndexed(storedReport(id, overrides)).row;
const principal = { tenantId: 'acme', userId: 'u', username: 'u', role: 'member' } as const;

/** `msAPage` passes while a page is read. */
function makeScene(pages: ReportRow[][], msAPage = 0) {
  let time = Date.parse('2026-05-02T00:00:00.000Z');
  const asked: unknown[] = [];
  const stored: { tenantId: string; key: string; body: string; parts: number; contentType: string }[] = [];
  const exporting = makeReportExport({
    index: {
      walk: async function* (_tenantId, _filter, _size, after) {
        asked.push(after);
        for (const page of pages) {
          time += msAPage;
          yield await Promise.resolve(page);
        }
      },
    },
    exports: {
      write: async (tenantId, key, texts, contentType) => {
        const parts: string[] = [];
        for await (const text of texts) parts.push(text);
        stored.push({ tenantId, key, body: parts.join(''), parts: parts.length, contentType });
      },
      presignDownload: (tenantId, key, seconds) =>
        Promise.resolve(`https://files.test/${tenantId}/${key}?${seconds}`),
    },
    ids: { next: () => 'bak_1' },
    clock: { now: () => new Date(time) },
  });
  return { stored, exporting, asked };
}

/** A reader of RFC 4180 of its own, so that the writer is not checked against itself. */
function readCsv(text: string): string[][] {
  const rows: string[][] = [[]];
  for (const match of text.matchAll(/("(?:[^"]|"")*"|[^",\r\n]*)(,|\r\n|$)/g)) {
    if (match[0] === '' && match.index === text.length) break;
    const raw = match[1]!;
    rows.at(-1)!.push(raw.startsWith('"') ? raw.slice(1, -1).replaceAll('""', '"') : raw);
    if (match[2] === '\r\n') rows.push([]);
  }
  return rows.filter((cells) => cells.length > 1);
}

describe('an export', () => {
  const rows = [
    row('a', { raw_text: 'He said "no",\r\nthen left' }),
    row('b', { location: { type: 'Point', coordinates: [-77.5, 12] } }),
  ];

  it('as CSV reads back as it was', async () => {
    const answer = await makeScene([[rows[0]!], [rows[1]!]]).exporting.export(principal, {}, 'csv');
    if (!answer.inline) throw new Error('expected the file itself');
    const [head, first, second] = readCsv(answer.body);
    const cell = (cells: string[] | undefined, name: string) => cells?.[head!.indexOf(name)];
    expect(cell(first, 'raw_text')).toBe('He said "no",\r\nthen left');
    expect([cell(second, 'longitude'), cell(second, 'latitude')]).toEqual(['-77.5', '12']);
    expect(cell(first, 'longitude')).toBe('');
    expect(answer).toMatchObject({
      fileName: 'reports-2026-05-02.csv',
      contentType: expect.stringContaining('text/csv'),
    });
  });

  it('as GeoJSON and as NDJSON is valid, with or without reports', async () => {
    for (const pages of [[], [rows], [[rows[0]!], [rows[1]!]]]) {
      const count = pages.flat().length;
      const geojson = await makeScene(pages).exporting.export(principal, {}, 'geojson');
      const ndjson = await makeScene(pages).exporting.export(principal, {}, 'ndjson');
      if (!geojson.inline || !ndjson.inline) throw new Error('expected the files themselves');
      expect((JSON.parse(geojson.body) as { features: unknown[] }).features).toHaveLength(count);
      const lines = ndjson.body.split('\n').filter((line) => line !== '');
      expect(lines.map((line) => JSON.parse(line) as unknown)).toEqual(pages.flat());
    }
  });

  it('gives no spreadsheet a formula to run, and changes nothing else', () => {
    const dangerous = [
      '=1+1',
      '+1',
      '-1',
      '@SUM(A1)',
      '\t=1',
      '\r=1',
      ' =1',
      '\n=1',
      '\uff1d1',
      '|cmd',
      '=HYPERLINK("http://x","y")',
    ];
    for (const text of dangerous) {
      const written = fileFormats.csv.row({ ...row('x'), raw_text: text, place: text, category: text });
      for (const cells of readCsv(`${written}\r\n`))
        for (const cell of cells) expect(cell).not.toMatch(/^\s*[=+\-@|\uff1d]/u);
    }
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        const [cells] = readCsv(`${fileFormats.csv.row({ ...row('x'), raw_text: text })}\r\n`);
        expect([text, `'${text}`]).toContain(cells![15]);
      }),
    );
  });

  it('too large for an answer is stored in parts and linked to', async () => {
    const page = Array.from({ length: 1_000 }, (_, at) => row(`r${at}`, { raw_text: 'x"'.repeat(1_000) }));
    const { exporting, stored } = makeScene(Array.from({ length: 6 }, () => page));
    const answer = await exporting.export(principal, {}, 'ndjson');
    expect(answer).toMatchObject({ inline: false, reports: 6_000, expires_at: '2026-05-02T00:15:00.000Z' });
    expect(stored).toHaveLength(1);
    expect(stored[0]).toMatchObject({ tenantId: 'acme', key: 'exports/bak_1/reports-2026-05-02.ndjson' });
    expect(stored[0]!.parts).toBeGreaterThan(6);
    expect(stored[0]!.body.trim().split('\n')).toHaveLength(6_000);
    if (!answer.inline) expect(answer.bytes).toBe(Buffer.byteLength(stored[0]!.body));
  });

  it('ends with the time of a request and goes on where it ended, each file whole in itself', async () => {
    const page = Array.from({ length: 1_000 }, (_, at) => row(`r${at}`));
    const pages = [page, page, page, page];
    for (const format of ['csv', 'geojson', 'ndjson'] as const) {
      const { exporting, stored, asked } = makeScene(pages, 9_000);
      const answer = await exporting.export(principal, {}, format);
      if (answer.inline || answer.next_cursor === null) throw new Error('expected a link and a cursor');
      expect(answer.reports).toBe(3_000);
      const { body } = stored[0]!;
      if (format === 'csv') expect(readCsv(body)).toHaveLength(3_001);
      else if (format === 'ndjson') expect(body.trim().split('\n')).toHaveLength(3_000);
      else expect((JSON.parse(body) as { features: unknown[] }).features).toHaveLength(3_000);
      await exporting.export(principal, {}, format, answer.next_cursor);
      const { event_at, incident_id } = page.at(-1)!;
      expect(asked).toEqual([undefined, { event_at, incident_id }]);
    }
  });

  it('says that it is complete when it is, and refuses a cursor that is none', async () => {
    const last = [row('z', { raw_text: 'x' })].map((each) => ({ ...each, raw_text: 'x'.repeat(5_000_000) }));
    const answer = await makeScene([last], 25_000).exporting.export(principal, {}, 'csv');
    expect(answer).toMatchObject({ inline: false, next_cursor: null, reports: 1 });
    for (const cursor of ['x', 'W10', Buffer.from('["now","a"]').toString('base64url')])
      await expect(makeScene([]).exporting.export(principal, {}, 'csv', cursor)).rejects.toMatchObject({
        code: 'INVALID_INPUT',
      });
  });
});
