import { describe, expect, it } from '@jest/globals';
import { sampleDomains, sampleReports } from '../../../scripts/sample/generate.ts';
import { samplePlaces } from '../../../scripts/sample/places.ts';

const until = new Date('2026-11-01T00:00:00.000Z');
const made = (seed: number) => [...sampleReports({ reports: 500, seed, until })];

describe('500 sample reports', () => {
  it('cover at least ten categories and several places of each of the three domains, whatever the seed', () => {
    expect(sampleDomains).toEqual(['civic_complaints', 'disaster_response', 'agriculture']);
    for (let seed = 1; seed <= 20; seed++) {
      const reports = made(seed);
      for (const domain of sampleDomains) {
        const labels = reports.filter(({ domain_id }) => domain_id === domain).map((each) => each.labels);
        expect(new Set(labels.map(({ category }) => category)).size).toBeGreaterThanOrEqual(10);
        expect(new Set(labels.map(({ place }) => place)).size).toBeGreaterThanOrEqual(5);
      }
    }
  });

  it('are the same for the same seed and others for another', () => {
    expect(made(1)).toEqual(made(1));
    expect(made(2)).not.toEqual(made(1));
  });

  it('happened before they were sent, over months, near the place that they name', () => {
    const reports = made(3);
    for (const { domain_id, text, submitted_at, labels } of reports) {
      expect(Date.parse(labels.event_at)).toBeLessThanOrEqual(Date.parse(submitted_at));
      expect(text).toContain(labels.place);
      const place = samplePlaces[domain_id]!.find(({ name }) => name === labels.place)!;
      const degrees = Math.hypot(labels.lon - place.lon, labels.lat - place.lat);
      expect(degrees).toBeLessThan((place.spread_km / 111) * 2);
    }
    expect(new Set(reports.map(({ submitted_at }) => submitted_at.slice(0, 7))).size).toBeGreaterThanOrEqual(
      5,
    );
  });
});
