import { describe, expect, it } from '@jest/globals';
import { toIndexed } from '../../../lib/domain/projection.ts';
import { findDuplicates } from '../../../lib/services/duplicates.ts';
import { storedReport } from '../../support/reports.ts';
import type { ReportOverrides } from '../../support/reports.ts';

const at = (id: string, text: string, occurred_at: string, more: ReportOverrides = {}) =>
  storedReport(id, {
    raw_text: text,
    occurred_at,
    location: { type: 'Point', coordinates: [77.6, 12.9] },
    ingestion_data: { category: 'pothole' },
    ...more,
  });

const subject = at('self', 'Deep pothole on the bridge, a bike fell', '2026-03-10T08:00:00.000Z');
const near = (id: string, text: string, occurred_at: string, distance_m: number) => ({
  row: toIndexed(at(id, text, occurred_at)).row,
  distance_m,
});
const indexOf = (...candidates: ReturnType<typeof near>[]) => ({
  neighbours: () => Promise.resolve(candidates),
});

describe('possible duplicates', () => {
  it('are ranked by distance, time and words, and say why', async () => {
    const found = await findDuplicates(
      indexOf(
        near('later', 'Something else entirely', '2026-03-13T08:00:00.000Z', 60),
        near('same', 'Deep pothole on the bridge, two bikes fell', '2026-03-10T10:00:00.000Z', 20),
        near('far', 'Another matter', '2026-03-16T08:00:00.000Z', 480),
      ),
      'acme',
      subject,
    );
    expect(found.map(({ incident_id }) => incident_id)).toEqual(['same', 'later']);
    expect(found[0]!.score).toBeGreaterThan(0.85);
    expect(found[0]!.reason).toMatch(/pothole, 20 m away, 2 h apart, \d+% of the words/);
  });

  it('at a place known only by its town need the same words', async () => {
    const coarse = {
      ...subject,
      location: null,
      ingestion_data: { ...subject.ingestion_data, precision: 'city', geo_location: subject.location },
    };
    const unlike = near('unlike', 'Garbage everywhere again', '2026-03-10T08:00:00.000Z', 0);
    const alike = near(
      'alike',
      'Deep pothole on the bridge, a bike fell today',
      '2026-03-10T08:00:00.000Z',
      0,
    );
    const found = await findDuplicates(indexOf(unlike, alike), 'acme', coarse);
    expect(found.map(({ incident_id }) => incident_id)).toEqual(['alike']);
    const exact = await findDuplicates(indexOf(unlike), 'acme', subject);
    expect(exact).toHaveLength(1);
  });

  it('need a category and a place', async () => {
    const never = { neighbours: () => Promise.reject(new Error('not to be asked')) };
    expect(await findDuplicates(never, 'acme', { ...subject, ingestion_data: {} })).toEqual([]);
    expect(await findDuplicates(never, 'acme', { ...subject, location: null })).toEqual([]);
  });
});
