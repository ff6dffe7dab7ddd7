import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { findCoordinates } from '../../../../lib/intelligence/reading/coordinates.ts';

describe('findCoordinates', () => {
  it.each([
    ['Pothole at 12.9716, 77.5946', 77.5946, 12.9716],
    ['at 12.97 N, 77.59 E', 77.59, 12.97],
    ['at 33.8688° S 151.2093° E', 151.2093, -33.8688],
    ['lat: -1.2864, lng: 36.8172', 36.8172, -1.2864],
    ['longitude 36.8172 latitude -1.2864', 36.8172, -1.2864],
    ['12°58\'18"N 77°35\'40"E', 77.5944, 12.9717],
    ["N 51°30.5' W 0°7.4'", -0.1233, 51.5083],
    ['https://maps.example.com/@40.7128,-74.0060,15z', -74.006, 40.7128],
  ])('reads %s', (text, lon, lat) => {
    const found = findCoordinates(text, {});
    expect(found?.lon).toBeCloseTo(lon, 3);
    expect(found?.lat).toBeCloseTo(lat, 3);
  });

  it('turns a bare pair round when only that lies at home', () => {
    expect(findCoordinates('36.8172, -1.2864', { bbox: [36.6, -1.5, 37.1, -1.1] })).toMatchObject({
      lon: 36.8172,
      lat: -1.2864,
    });
  });

  it.each(['call 98450 12345', 'between 10.30 and 11.45', 'costs 12.50, 13.75 each', 'sectors 4 and 5'])(
    'finds none in "%s"',
    (text) => {
      expect(findCoordinates(text, {})).toBeUndefined();
    },
  );

  it('reads back any pair written with hemisphere letters', () => {
    const degrees = (most: number) =>
      fc.integer({ min: 1, max: most * 10_000 - 1 }).map((value) => value / 10_000);
    fc.assert(
      fc.property(degrees(90), degrees(180), fc.boolean(), fc.boolean(), (lat, lon, south, west) => {
        const found = findCoordinates(
          `spot ${lat}° ${south ? 'S' : 'N'}, ${lon}° ${west ? 'W' : 'E'} here`,
          {},
        );
        expect(found?.lat).toBeCloseTo(south ? -lat : lat, 6);
        expect(found?.lon).toBeCloseTo(west ? -lon : lon, 6);
      }),
    );
  });
});
