import { distance } from 'fastest-levenshtein';
import {
  placeKinds,
  readColumns,
  unpackLatitude,
  unpackLongitude,
  unpackPopulation,
  type GazetteerColumns,
  type PlaceKind,
} from './format.ts';
import { placeKey, titleCase } from './normalise.ts';

/** One place of the world. Degrees, WGS 84; `population` is approximate, 0 when unknown. */
export interface GazetteerPlace {
  name: string;
  lon: number;
  lat: number;
  population: number;
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** Code of the first-level area, "US.MA"; "" when there is none. */
  state: string;
  kind: PlaceKind;
  flags: number;
}

export interface Gazetteer {
  readonly size: number;
  /** Every place with exactly this name (case, marks and punctuation apart), in no particular order. */
  find(name: string): GazetteerPlace[];
  /** Is there any place under this `placeKey`? Much cheaper than `find`. */
  hasKey(key: string): boolean;
  /** Places of one country whose name is at most `edits` letters away; the first letter must be right. */
  findSimilar(name: string, country: string, edits: number): GazetteerPlace[];
  /** English name of a first-level area code, else undefined. */
  stateName(code: string): string | undefined;
  /** English name of a country code, else the code. */
  countryName(code: string): string;
}

/** Reads a packed gazetteer (see format.ts) without copying it; two typed arrays are filled on opening. */
export function openGazetteer(bytes: Uint8Array): Gazetteer {
  const columns = readColumns(bytes);
  const starts = startsOf(columns.keyLengths);
  const index = makeIndex(columns, starts);
  const names = makeNames(columns, starts, index.byKind);
  return {
    size: columns.count,
    find: (name) => index.rowsOf(placeKey(name)).map((row) => names.place(row)),
    hasKey: (key) => index.firstRow(key) >= 0,
    findSimilar: (name, country, edits) =>
      index.similar(placeKey(name), country, edits).map((row) => names.place(row)),
    stateName: names.stateName,
    countryName: names.countryName,
  };
}

function startsOf(lengths: Uint8Array): Uint32Array {
  const starts = new Uint32Array(lengths.length + 1);
  let offset = 0;
  for (let row = 0; row < lengths.length; row++) {
    starts[row] = offset;
    offset += lengths[row] ?? 0;
  }
  starts[lengths.length] = offset;
  return starts;
}

interface RowIndex {
  firstRow: (key: string) => number;
  rowsOf: (key: string) => number[];
  similar: (key: string, country: string, edits: number) => number[];
  byKind: (kind: PlaceKind) => number[];
}

function makeIndex(columns: GazetteerColumns, starts: Uint32Array): RowIndex {
  const { keys, count } = columns;
  const compare = (row: number, key: Uint8Array): number => {
    const start = starts[row] ?? 0;
    const length = (starts[row + 1] ?? 0) - start;
    const shared = Math.min(length, key.length);
    for (let at = 0; at < shared; at++) {
      const difference = (keys[start + at] ?? 0) - (key[at] ?? 0);
      if (difference !== 0) return difference;
    }
    return length - key.length;
  };
  const firstRow = (key: string): number => {
    const wanted = Buffer.from(key);
    let low = 0;
    let high = count;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (compare(middle, wanted) < 0) low = middle + 1;
      else high = middle;
    }
    return key !== '' && low < count && compare(low, wanted) === 0 ? low : -1;
  };
  const rowsOf = (key: string): number[] => {
    const rows: number[] = [];
    const wanted = Buffer.from(key);
    const first = firstRow(key);
    for (let row = first; row >= 0 && row < count && compare(row, wanted) === 0; row++) rows.push(row);
    return rows;
  };
  return {
    firstRow,
    rowsOf,
    similar: makeSimilar(columns, starts),
    byKind: (kind) => rowsOfKind(columns, kind),
  };
}

function rowsOfKind(columns: GazetteerColumns, kind: PlaceKind): number[] {
  const number = placeKinds.indexOf(kind);
  const rows: number[] = [];
  for (let row = 0; row < columns.count; row++) if (columns.kind[row] === number) rows.push(row);
  return rows;
}

function makeSimilar(columns: GazetteerColumns, starts: Uint32Array): RowIndex['similar'] {
  const rowsByCountry = new Map<number, number[]>();
  const rowsIn = (country: number): number[] => {
    const known = rowsByCountry.get(country);
    if (known) return known;
    const rows: number[] = [];
    for (let row = 0; row < columns.count; row++) if (columns.country[row] === country) rows.push(row);
    rowsByCountry.set(country, rows);
    return rows;
  };
  return (key, country, edits) => {
    const first = key.charCodeAt(0);
    const found: number[] = [];
    for (const row of rowsIn(columns.countryCodes.indexOf(country))) {
      const start = starts[row] ?? 0;
      const length = columns.keyLengths[row] ?? 0;
      if (Math.abs(length - key.length) > edits || columns.keys[start] !== first) continue;
      const candidate = Buffer.from(columns.keys.buffer, columns.keys.byteOffset + start, length).toString(
        'latin1',
      );
      if (distance(candidate, key) <= edits) found.push(row);
    }
    return found;
  };
}

interface RowNames {
  place: (row: number) => GazetteerPlace;
  stateName: (code: string) => string | undefined;
  countryName: (code: string) => string;
}

function makeNames(columns: GazetteerColumns, starts: Uint32Array, byKind: RowIndex['byKind']): RowNames {
  const nameOf = (row: number): string => {
    const at = binarySearch(columns.displayRows, row);
    if (at >= 0) return columns.displays[at] ?? '';
    return titleCase(
      Buffer.from(
        columns.keys.buffer,
        columns.keys.byteOffset + (starts[row] ?? 0),
        columns.keyLengths[row] ?? 0,
      ).toString(),
    );
  };
  const stateOf = (row: number): string => columns.stateCodes[columns.state[row] ?? 0] ?? '';
  const states = lazily(() => new Map(byKind('state').map((row) => [stateOf(row), nameOf(row)])));
  const countries = lazily(
    () =>
      new Map(
        byKind('country').map((row) => [columns.countryCodes[columns.country[row] ?? 0] ?? '', nameOf(row)]),
      ),
  );
  return {
    place: (row) => ({
      name: nameOf(row),
      lon: unpackLongitude(columns.lon[row] ?? 0),
      lat: unpackLatitude(columns.lat[row] ?? 0),
      population: unpackPopulation(columns.population[row] ?? 0),
      country: columns.countryCodes[columns.country[row] ?? 0] ?? '',
      state: stateOf(row),
      kind: placeKinds[columns.kind[row] ?? 0] ?? 'city',
      flags: columns.flags[row] ?? 0,
    }),
    stateName: (code) => states().get(code),
    countryName: (code) => countries().get(code) ?? code,
  };
}

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}

function binarySearch(sorted: Uint32Array, wanted: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return sorted[low] === wanted ? low : -1;
}
