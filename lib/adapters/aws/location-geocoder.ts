import {
  GeocodeCommand,
  GeoPlacesClient,
  type GeocodeCommandInput,
  type GeocodeResultItem,
  type PlaceType,
} from '@aws-sdk/client-geo-places';
import type { Home } from '../../domain/domain.ts';
import { toPoint } from '../../domain/geo.ts';
import type { GeocodeMatch, PlaceSearch } from '../../ports/agents.ts';
import { impatient, toToolError } from './tool-errors.ts';

const MAX_QUERY = 200;
const MAX_RESULTS = 5;

/** A country is left out: its middle is nowhere in particular. */
const precisionOf: Readonly<Partial<Record<PlaceType, GeocodeMatch['precision']>>> = {
  PointAddress: 'exact',
  InterpolatedAddress: 'exact',
  SecondaryAddress: 'exact',
  InferredSecondaryAddress: 'exact',
  PointOfInterest: 'exact',
  Intersection: 'exact',
  Street: 'street',
  Block: 'street',
  SubBlock: 'street',
  District: 'neighbourhood',
  SubDistrict: 'neighbourhood',
  PostalCode: 'neighbourhood',
  Locality: 'city',
  SubRegion: 'region',
  Region: 'region',
};

/** The middle of a box; of one across the antimeridian too. */
function middleOf([west, south, east, north]: NonNullable<Home['bbox']>): [number, number] {
  const width = east >= west ? east - west : east - west + 360;
  const middle = west + width / 2;
  return [middle > 180 ? middle - 360 : middle, (south + north) / 2];
}

/** What is found is kept with the report, which the service's terms want to be said. */
const toInput = (query: string, { country, bbox }: Home): GeocodeCommandInput => ({
  QueryText: query.slice(0, MAX_QUERY),
  MaxResults: MAX_RESULTS,
  Language: 'en',
  IntendedUse: 'Storage',
  ...(country !== undefined && { Filter: { IncludeCountries: [country] } }),
  ...(bbox !== undefined && { BiasPosition: middleOf(bbox) }),
});

function toMatch({ PlaceType, Position, Title, Address, MatchScores }: GeocodeResultItem): GeocodeMatch[] {
  const [lon, lat] = Position ?? [];
  const precision = PlaceType === undefined ? undefined : precisionOf[PlaceType];
  if (precision === undefined || lon === undefined || lat === undefined) return [];
  const name = Title ?? Address?.Label ?? '';
  const confidence = Math.round((MatchScores?.Overall ?? 0.5) * 100) / 100;
  return [{ name, address: Address?.Label ?? name, point: toPoint(lon, lat), precision, confidence }];
}

/**
 * Addresses and places of Amazon Location Service (Places API, Geocode), within the home country and nearest to the middle
 * of the home box first. Confidence is the service's own match score.
 */
export const makeLocationSearch = (client = new GeoPlacesClient(impatient)): PlaceSearch => ({
  search: async (query, home, signal) => {
    const options = signal === undefined ? {} : { abortSignal: signal };
    try {
      const { ResultItems = [] } = await client.send(new GeocodeCommand(toInput(query, home)), options);
      return ResultItems.flatMap(toMatch);
    } catch (error) {
      throw toToolError('Amazon Location', error, signal);
    }
  },
});
