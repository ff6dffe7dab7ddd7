import { afterEach, describe, expect, it } from '@jest/globals';
import { GeoPlacesClient } from '@aws-sdk/client-geo-places';
import { makeLocationSearch } from '../../../../lib/adapters/aws/location-geocoder.ts';
import { impatient } from '../../../../lib/adapters/aws/tool-errors.ts';
import { denied, invalid, nothing, street, throttled } from '../../../fixtures/aws/location.ts';
import { clientOf, startLoopback, type Loopback, type LoopbackAnswer } from '../../../support/loopback.ts';

let server: Loopback | undefined;
afterEach(() => server?.close());

const home = {
  country: 'IN',
  bbox: [77, 12, 78, 14] as [number, number, number, number],
  timezone: 'Asia/Kolkata',
};

async function searching(answer: () => LoopbackAnswer, options: object = {}) {
  server = await startLoopback(answer);
  const client = new GeoPlacesClient({ ...impatient, ...options, ...clientOf(server) });
  return { search: makeLocationSearch(client), requests: server.requests };
}
const failing = (status: number, { __type, ...body }: { __type: string }) => ({
  status,
  headers: { 'x-amzn-errortype': __type },
  body,
});

describe('the search for places at Amazon Location', () => {
  it('asks within the home country, near the middle of the home, for storage', async () => {
    const { search, requests } = await searching(() => ({ body: street }));
    await search.search('MG Road, Bengaluru', home);
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      method: 'POST',
      path: '/v2/geocode',
      body: {
        QueryText: 'MG Road, Bengaluru',
        IntendedUse: 'Storage',
        Filter: { IncludeCountries: ['IN'] },
        BiasPosition: [77.5, 13],
      },
    });
    expect(requests[0]?.headers.authorization).toContain('/us-east-1/geo-places/aws4_request');
  });

  it('answers places with precision and match score, and leaves countries out', async () => {
    const { search } = await searching(() => ({ body: street }));
    expect(await search.search('MG Road, Bengaluru', home)).toEqual([
      {
        name: 'Mahatma Gandhi Road, Bengaluru 560001, India',
        address: 'Mahatma Gandhi Road, Bengaluru 560001, Karnataka, India',
        point: { type: 'Point', coordinates: [77.6077, 12.9752] },
        precision: 'street',
        confidence: 0.97,
      },
      expect.objectContaining({ precision: 'city', confidence: 0.5 }),
    ]);
  });

  it('asks near the date line for a home across it, and anywhere without a home', async () => {
    const { search, requests } = await searching(() => ({ body: nothing }));
    expect(await search.search('Suva', { bbox: [170, -20, -170, -10], timezone: 'UTC' })).toEqual([]);
    await search.search('Suva', { timezone: 'UTC' });
    expect(requests[0]?.body).toMatchObject({ BiasPosition: [180, -15] });
    expect(requests[1]?.body).not.toHaveProperty('BiasPosition');
    expect(requests[1]?.body).not.toHaveProperty('Filter');
  });

  it('tries a throttled call twice, then says that it may be tried again', async () => {
    const { search, requests } = await searching(() => failing(429, throttled));
    await expect(search.search('Suva', home)).rejects.toMatchObject({
      code: 'TOOL_UNAVAILABLE',
      retryable: true,
    });
    expect(requests).toHaveLength(2);
  });

  it.each([
    [403, denied, 'TOOL_UNAVAILABLE'],
    [400, invalid, 'TOOL_FAILED'],
  ])('does not repeat a call that was refused with %d', async (status, error, code) => {
    const { search, requests } = await searching(() => failing(status, error));
    await expect(search.search('Suva', home)).rejects.toMatchObject({ code, retryable: false });
    expect(requests).toHaveLength(1);
  });

  it('does not wait for a service that hangs', async () => {
    const requestHandler = { requestTimeout: 50, throwOnRequestTimeout: true };
    const { search } = await searching(() => ({ body: street, delayMs: 2_000 }), { requestHandler });
    const started = Date.now();
    await expect(search.search('Suva', home)).rejects.toMatchObject({ code: 'TOOL_UNAVAILABLE' });
    expect(Date.now() - started).toBeLessThan(1_500);
  });

  it('stops when the run is cancelled', async () => {
    const { search } = await searching(() => ({ body: street, delayMs: 2_000 }));
    const waiting = search.search('Suva', home, AbortSignal.timeout(50));
    await expect(waiting).rejects.toMatchObject({ code: 'CANCELLED' });
  });
});
