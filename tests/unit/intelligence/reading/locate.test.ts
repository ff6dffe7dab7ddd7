import { describe, expect, it } from '@jest/globals';
import { kilometresBetween } from '../../../../lib/intelligence/reading/distance.ts';
import { locate } from '../../../../lib/intelligence/reading/locate.ts';
import type { HomeArea, KnownPlace } from '../../../../lib/intelligence/reading/types.ts';
import { resources } from './support.ts';

const find = (text: string, home: HomeArea = {}, places: KnownPlace[] = []) =>
  locate(text, { home, places, gazetteer: resources.gazetteer });

const expectNear = (text: string, home: HomeArea, lon: number, lat: number): void => {
  const point = find(text, home)?.point;
  expect(point).toBeDefined();
  expect(kilometresBetween(point!, [lon, lat])).toBeLessThan(25);
};

describe('locate', () => {
  it.each([
    ['Springfield, Illinois beats the other Springfields', 'Fire in Springfield, Illinois', {}, -89.65, 39.8],
    ['a state abbreviation decides', 'Power cut in Cambridge, MA', { country: 'GB' }, -71.11, 42.37],
    ['a small namesake is found with its state', 'Flooding in Paris, Texas', {}, -95.56, 33.66],
    [
      'the home country decides between namesakes',
      'No water in Cambridge since noon',
      { country: 'GB' },
      0.12,
      52.2,
    ],
    ['old names are known', 'Burst pipe in Bombay', { country: 'IN' }, 72.88, 19.07],
    ['city areas are known', 'Garbage heap at Koramangala', { country: 'IN' }, 77.6, 12.97],
    ['lower case after a preposition', 'fire in nairobi please come', { country: 'KE' }, 36.82, -1.28],
    ['hashtags in camel case', '#ChennaiFloods boats needed', { country: 'IN' }, 80.27, 13.08],
    ['a misspelt town of the home country', 'Cattle dying near Eldorett', { country: 'KE' }, 35.27, 0.52],
    [
      'not where the writer comes from',
      'I moved here from Chicago. Pothole in Denver',
      { country: 'US' },
      -104.98,
      39.74,
    ],
    ['not where the road leads', 'The road to Mysore is blocked at Maddur', { country: 'IN' }, 77.05, 12.58],
    [
      'not where the relatives live',
      'My brother lives in Leeds but the fire is in Bradford',
      { country: 'GB' },
      -1.75,
      53.79,
    ],
  ])('%s', (_, text, home, lon, lat) => {
    expectNear(text, home, lon, lat);
  });

  it.each([
    ['Reading this made me angry', { country: 'GB' }],
    ['Nice work, the mobile phones are back', { country: 'US' }],
    ['Most of the bath water is brown', { country: 'GB' }],
    ['Light on Lincoln Avenue is out', { country: 'US' }],
    ['Mr. Houston told us to wait', { country: 'US' }],
    ['Someone dumped tyres behind the old mill', { country: 'GB' }],
  ])('takes no town from "%s"', (text, home) => {
    expect(find(text, home)?.point).toBeUndefined();
  });

  it('keeps the words of a place that nobody knows', () => {
    const place = find('The drain opposite the cattle market is blocked', { country: 'IN' });
    expect(place).toMatchObject({ precision: 'none', source: 'text' });
    expect(place?.locationText).toContain('market');
    expect(place?.point).toBeUndefined();
  });

  it('prefers a place of the domain, by alias and misspelt too', () => {
    const places = [{ name: 'Temple Meads', aliases: ['TM station'], lon: -2.5813, lat: 51.4491 }];
    for (const text of ['Gull at Temple Meads in Bristol', 'Gull near TM station', 'Gull at Tempel Meads']) {
      expect(find(text, { country: 'GB' }, places)).toMatchObject({
        point: [-2.5813, 51.4491],
        source: 'domain',
      });
    }
  });

  it('gives a country no point', () => {
    expect(find('Storm across Kenya')).toMatchObject({ precision: 'country' });
    expect(find('Storm across Kenya')?.point).toBeUndefined();
  });
});
