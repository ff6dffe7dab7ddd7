import { describe, expect, it } from '@jest/globals';
import {
  packLatitude,
  packLongitude,
  readColumns,
  unpackLatitude,
  unpackLongitude,
} from '../../../../lib/intelligence/gazetteer/format.ts';
import { placeKey } from '../../../../lib/intelligence/gazetteer/normalise.ts';
import fc from 'fast-check';
import { resources } from './support.ts';

const { gazetteer } = resources;

describe('the packed gazetteer', () => {
  it('finds a place whatever the case, the marks and the punctuation', () => {
    for (const name of ['São Paulo', 'sao paulo', 'SAO-PAULO'])
      expect(
        gazetteer.find(name).some(({ country, population }) => country === 'BR' && population > 1e6),
      ).toBe(true);
    expect(gazetteer.find("St. John's").length).toBeGreaterThan(0);
  });

  it('names states and countries', () => {
    expect(gazetteer.stateName('US.MA')).toBe('Massachusetts');
    expect(gazetteer.countryName('KE')).toBe('Kenya');
    expect(gazetteer.find('MA').some(({ kind, state }) => kind === 'state' && state === 'US.MA')).toBe(true);
  });

  it('finds nothing for what is no place', () => {
    expect(gazetteer.find('qwertzuiop')).toEqual([]);
    expect(gazetteer.hasKey('')).toBe(false);
  });

  it('finds misspelt names of one country only', () => {
    expect(gazetteer.findSimilar('Nairobbi', 'KE', 1).map(({ name }) => name)).toContain('Nairobi');
    expect(gazetteer.findSimilar('Nairobbi', 'US', 1)).toEqual([]);
  });

  it('refuses bytes that are no gazetteer', () => {
    expect(() => readColumns(new Uint8Array(80))).toThrow('not a gazetteer');
  });

  it('packs degrees to within 310 metres', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -180, max: 180, noNaN: true }),
        fc.double({ min: -90, max: 90, noNaN: true }),
        (lon, lat) => {
          expect(Math.abs(unpackLongitude(packLongitude(lon)) - lon)).toBeLessThan(0.0029);
          expect(Math.abs(unpackLatitude(packLatitude(lat)) - lat)).toBeLessThan(0.0016);
        },
      ),
    );
  });

  it('keys are stable: the key of a key is itself', () => {
    fc.assert(fc.property(fc.string(), (name) => expect(placeKey(placeKey(name))).toBe(placeKey(name))));
  });
});
