import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { readReport } from '../../../../lib/intelligence/reading/read-report.ts';
import type { Reading, Span } from '../../../../lib/intelligence/reading/types.ts';
import { contextOf } from './support.ts';

const context = contextOf({
  home: { country: 'KE', timezone: 'Africa/Nairobi' },
  domain: 'disaster_response',
});

const spansOf = ({ place, time, urgency, category, entities, keyPhrases }: Reading): Span[] => [
  ...place.evidence,
  ...time.evidence,
  ...urgency.evidence,
  ...category.evidence,
  ...entities,
  ...keyPhrases,
];

describe('readReport', () => {
  it('reads every field of a report with its evidence', () => {
    const reading = readReport(
      'Flood water entered 40 houses in Kisumu last night, two children are trapped on a roof and we are terrified!',
      context,
    );
    expect(reading.place.value).toMatchObject({ precision: 'city' });
    expect(reading.time.value).toMatchObject({ from: '2026-11-19T16:00:00.000Z', reference: 'last night' });
    expect(reading.urgency.value).toBe('immediate');
    expect(['flood', 'trapped_people']).toContain(reading.category.value);
    expect(reading.sentiment.value).toBe('negative');
    expect(reading.entities.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['QUANTITY', 'LOCATION', 'DATE']),
    );
  });

  it('gives the same reading of the same text', () => {
    const text = 'Road to Nakuru blocked by a landslide since Monday';
    expect(readReport(text, context)).toEqual(readReport(text, context));
  });

  it('never throws, and points only at words of the text', () => {
    const words = fc.constantFrom(
      'fire',
      'Nairobi',
      'yesterday',
      '12',
      'km',
      'in',
      'no',
      '#Tag',
      '-1.28, 36.82',
      '5/6',
      'half',
      'since',
      '\n',
      '...',
      '🔥',
      'Mr.',
      '%',
      'at 25:61',
      'of',
    );
    const text = fc.oneof(
      fc.string({ maxLength: 300 }),
      fc.array(words, { maxLength: 40 }).map((list) => list.join(' ')),
    );
    fc.assert(
      fc.property(text, (report) => {
        const reading = readReport(report, context);
        for (const span of spansOf(reading)) expect(report.slice(span.start, span.end)).toBe(span.text);
        for (const { confidence } of [
          reading.place,
          reading.time,
          reading.urgency,
          reading.category,
          reading.sentiment,
        ]) {
          expect(confidence).toBeGreaterThanOrEqual(0);
          expect(confidence).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('stays quick on the longest report', () => {
    const long =
      'The bridge at Nakuru was 3.5 m under water yesterday and 20 people of Kitale could not cross. '
        .repeat(105)
        .slice(0, 10_000);
    const start = process.cpuUsage();
    for (let round = 0; round < 5; round++) readReport(long, context);
    const { user } = process.cpuUsage(start);
    expect(user / 5_000).toBeLessThan(150);
  });
});
