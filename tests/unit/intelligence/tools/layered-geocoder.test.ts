import { beforeEach, describe, expect, it } from '@jest/globals';
import { makeEmbeddedIntelligence } from '../../../../lib/intelligence/embedded/intelligence.ts';
import { makeLayeredGeocoder } from '../../../../lib/intelligence/tools/layered-geocoder.ts';
import { withLocalFallback } from '../../../../lib/intelligence/tools/language-fallback.ts';
import { AppError } from '../../../../lib/errors.ts';
import type { GeocodeMatch } from '../../../../lib/ports/agents.ts';
import type { Log } from '../../../../lib/ports/world.ts';

const found: GeocodeMatch = {
  name: 'Found by the service',
  address: 'Found by the service',
  point: { type: 'Point', coordinates: [77.6, 12.97] },
  precision: 'street',
  confidence: 0.9,
};
const context = {
  places: [{ name: 'Lakeview Colony', aliases: [], lon: 77.1, lat: 12.5 }],
  home: { country: 'IN', timezone: 'Asia/Kolkata' },
};
const embedded = makeEmbeddedIntelligence();

let queries: string[];
let warnings: string[];
beforeEach(() => {
  queries = [];
  warnings = [];
});
const log: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: (message) => warnings.push(message),
  error: () => undefined,
};
const geocoder = (failure?: AppError) =>
  makeLayeredGeocoder({
    read: embedded.readPlace,
    local: embedded.geocoder,
    search: {
      search: async (query) => {
        queries.push(query);
        return failure === undefined ? Promise.resolve([found]) : Promise.reject(failure);
      },
    },
    log,
  });

describe('places, read here and asked of a service', () => {
  it('takes coordinates and the places of the domain without asking', async () => {
    const [own] = await geocoder().geocode('Streetlight out in Lakeview Colony since Monday', context);
    expect(own).toMatchObject({ address: 'Lakeview Colony', point: { coordinates: [77.1, 12.5] } });
    const [point] = await geocoder().geocode('Pothole at 12.9716, 77.5946', context);
    expect(point).toMatchObject({ precision: 'exact' });
    expect(queries).toEqual([]);
  });

  it('asks for an address as it is given', async () => {
    expect(await geocoder().geocode('12 Brigade Road, Bengaluru', context)).toEqual([found]);
    expect(queries).toEqual(['12 Brigade Road, Bengaluru']);
  });

  it('asks for the words of a sentence that say where, and for nothing when none do', async () => {
    await geocoder().geocode('There is a huge pothole near Bengaluru that nobody repairs', context);
    expect(queries).toHaveLength(1);
    expect(queries[0]).toContain('Bengaluru');
    expect(queries[0]).not.toContain('pothole');
    expect(await geocoder().geocode('nobody ever answers our letters', context)).toEqual([]);
    expect(queries).toHaveLength(1);
  });

  it('lets the packed gazetteer answer for a service that fails, and says so in the log', async () => {
    const failing = geocoder(new AppError('TOOL_UNAVAILABLE', 'Amazon Location did not answer.'));
    const [match] = await failing.geocode('Flooded underpass in Bengaluru', context);
    expect(match?.precision).toBe('city');
    expect(match?.point.coordinates[0]).toBeCloseTo(77.59, 1);
    expect(warnings).toHaveLength(1);
  });

  it('does not answer for a run that was cancelled', async () => {
    const failing = geocoder(new AppError('CANCELLED', 'Amazon Location was not waited for.'));
    await expect(failing.geocode('Flooded underpass in Bengaluru', context)).rejects.toMatchObject({
      code: 'CANCELLED',
    });
  });
});

describe('a language service that fails', () => {
  const reading = { now: new Date('2026-05-01T00:00:00Z'), timezone: 'UTC' };
  const failingWith = (code: 'TOOL_UNAVAILABLE' | 'CANCELLED') =>
    withLocalFallback(
      { comprehend: async () => Promise.reject(new AppError(code, 'It failed.')) },
      embedded.language,
      log,
    );

  it('is stood in for by the embedded one', async () => {
    const read = await failingWith('TOOL_UNAVAILABLE').comprehend(
      'Write to ana@example.com',
      ['pii'],
      reading,
    );
    expect(read.pii).toEqual([{ type: 'EMAIL', text: 'ana@example.com' }]);
    expect(warnings).toHaveLength(1);
  });

  it('is not when the run was cancelled', async () => {
    const reader = failingWith('CANCELLED');
    await expect(reader.comprehend('Hello', ['pii'], reading)).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
