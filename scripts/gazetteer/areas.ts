import type { GazetteerRow, PlaceKind } from '../../lib/intelligence/gazetteer/format.ts';
import { placeKey } from '../../lib/intelligence/gazetteer/normalise.ts';
import type { JoinedCity } from './join-cities.ts';

/** A row of admin1.json or admin2.json. */
export interface AreaRecord {
  code: string;
  name: string;
}

interface Sum {
  population: number;
  lon: number;
  lat: number;
}

const smallestCounty = 20_000;

/** Countries, first-level areas and the larger second-level ones, each at the weighted middle of its towns. */
export function areaRows(
  cities: readonly JoinedCity[],
  states: readonly AreaRecord[],
  counties: readonly AreaRecord[],
): GazetteerRow[] {
  const byCountry = sumBy(cities, ({ row }) => row.country);
  const byState = sumBy(cities, ({ row }) => row.state);
  const byCounty = sumBy(cities, ({ county }) => county);
  const countryNames = new Intl.DisplayNames(['en'], { type: 'region' });
  return [
    ...[...byCountry].map(([code, sum]) => toRow(countryNames.of(code) ?? code, code, '', 'country', sum)),
    ...states.flatMap(({ code, name }) => rowOf(byState.get(code), name, code, 'state')),
    ...counties.flatMap(({ code, name }) => {
      const sum = byCounty.get(code);
      return sum && sum.population >= smallestCounty
        ? withoutSuffix(name).flatMap((form) => rowOf(sum, form, code, 'county'))
        : [];
    }),
  ];
}

function withoutSuffix(name: string): string[] {
  const bare = name.replace(/ (county|district|municipality|regency|prefecture|province|department)$/i, '');
  return bare === name ? [name] : [name, bare];
}

function rowOf(sum: Sum | undefined, name: string, code: string, kind: PlaceKind): GazetteerRow[] {
  if (!sum) return [];
  const [country = '', state = ''] = code.split('.');
  return [toRow(name, country, `${country}.${state}`, kind, sum)];
}

function toRow(name: string, country: string, state: string, kind: PlaceKind, sum: Sum): GazetteerRow {
  const { population, lon, lat } = sum;
  return {
    key: placeKey(name),
    display: name,
    lon: lon / population,
    lat: lat / population,
    population,
    country,
    state,
    kind,
    flags: 0,
  };
}

function sumBy(
  cities: readonly JoinedCity[],
  keyOf: (city: JoinedCity) => string | undefined,
): Map<string, Sum> {
  const sums = new Map<string, Sum>();
  for (const city of cities) {
    const key = keyOf(city);
    if (key === undefined || key === '') continue;
    const sum = sums.get(key) ?? { population: 0, lon: 0, lat: 0 };
    const weight = Math.max(1, city.row.population);
    sums.set(key, {
      population: sum.population + weight,
      lon: sum.lon + weight * city.row.lon,
      lat: sum.lat + weight * city.row.lat,
    });
  }
  return sums;
}
