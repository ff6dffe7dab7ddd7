import { flag, type GazetteerRow } from '../../lib/intelligence/gazetteer/format.ts';
import { placeKey } from '../../lib/intelligence/gazetteer/normalise.ts';

/** Rows for the lines of place-aliases.txt; each line's form is told by the comment above its section there. */
export function aliasRows(lines: readonly string[], known: readonly GazetteerRow[]): GazetteerRow[] {
  const find = finder(known);
  const fromLines = lines
    .filter((line) => line.trim() !== '' && !line.startsWith('#'))
    .flatMap((line) => rowsOf(line, find));
  return [...fromLines, ...postalStates(known), ...shortForms(known)];
}

function rowsOf(line: string, find: Finder): GazetteerRow[] {
  const separator = line.indexOf(':');
  const names = line
    .slice(separator + 1)
    .split(';')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  const head = line.slice(0, separator);
  if (head.startsWith('=')) return renamed(find.area('country', head.slice(1).trim()), names, false);
  if (head.startsWith('@')) return renamed(find.area('state', head.slice(1).trim()), names, true);
  const isArea = head.startsWith('>');
  const [name = '', country = '', state] = head
    .replace('>', '')
    .split(',')
    .map((part) => part.trim());
  const city = find.city(name, country, state);
  return isArea
    ? names.map((area) => districtOf(area, city)).filter((row) => row !== undefined)
    : renamed(city, names, false);
}

function districtOf(name: string, city: GazetteerRow | undefined): GazetteerRow | undefined {
  if (!city) return undefined;
  const place = withoutCity(name, city);
  return {
    ...city,
    key: placeKey(name),
    display: `${place}, ${city.display}`,
    population: Math.min(city.population, 300_000),
    kind: 'district',
    flags: 0,
  };
}

const withoutCity = (name: string, city: GazetteerRow): string => {
  const last = name.slice(name.lastIndexOf(' ') + 1);
  return city.display.startsWith(last) ? name.slice(0, name.lastIndexOf(' ')) : name;
};

function renamed(row: GazetteerRow | undefined, names: readonly string[], short: boolean): GazetteerRow[] {
  if (!row) return [];
  return names.map((name) => ({
    ...row,
    key: placeKey(name),
    flags: row.flags | (short ? flag.ordinaryWord : 0),
  }));
}

/** "MA" for US.MA: the codes of American states are their postal abbreviations. */
const postalStates = (known: readonly GazetteerRow[]): GazetteerRow[] =>
  known
    .filter(({ kind, state }) => kind === 'state' && state.startsWith('US.'))
    .map((row) => ({ ...row, key: row.state.slice(3).toLowerCase(), flags: row.flags | flag.ordinaryWord }));

const shortFormPopulation = 15_000;
const arabCountries = new Set([
  'EG',
  'SD',
  'SY',
  'IQ',
  'JO',
  'SA',
  'AE',
  'KW',
  'QA',
  'BH',
  'OM',
  'YE',
  'LY',
  'TN',
  'DZ',
  'MA',
  'LB',
  'PS',
  'MR',
]);

/** What people call a town for short: without its river, its article, "City" or the first half of a double name. */
function shortForms(known: readonly GazetteerRow[]): GazetteerRow[] {
  const taken = new Set(known.map(({ key, country }) => `${key}|${country}`));
  return known
    .filter(
      ({ kind, population, country, display }) =>
        kind === 'city' &&
        (population >= shortFormPopulation || (country === 'PH' && display.endsWith(' City'))),
    )
    .flatMap((row) => shortNames(row).map((name) => ({ ...row, key: placeKey(name) })))
    .filter(({ key, country }) => key.length >= 4 && !taken.has(`${key}|${country}`));
}

function shortNames({ display, country }: GazetteerRow): string[] {
  const names: string[] = [];
  const river = /^(.+?)[ -](?:am|an der|an|im|upon|on|under|sur|de|del|da|do|di|in)[ -].+$/i.exec(
    display,
  )?.[1];
  if (
    river !== undefined &&
    river.length >= 5 &&
    !/^(?:san|santa|santo|saint|st|new|villa|la|el|los|las|le|port|puerto|monte|rio|vila|sao)$/i.test(river)
  )
    names.push(river);
  const second = /^(?:Bad )?\p{L}{4,}-(\p{L}{5,})$/u.exec(display)?.[1];
  if (second !== undefined) names.push(second);
  if (arabCountries.has(country)) names.push(display.replace(/^(?:Al|El|As|Ad|Ar|An|Ash|Az|At)[ -]/, ''));
  if (/ City$/.test(display)) names.push(display.slice(0, -5));
  else if (country === 'PH') names.push(`${display} City`, display.replace(/^City of /, ''));
  return names.filter((name) => name !== display);
}

interface Finder {
  city(name: string, country: string, state: string | undefined): GazetteerRow | undefined;
  area(kind: 'country' | 'state', code: string): GazetteerRow | undefined;
}

function finder(known: readonly GazetteerRow[]): Finder {
  const cities = new Map<string, GazetteerRow[]>();
  for (const row of known) {
    if (row.kind !== 'city' && row.kind !== 'district') continue;
    const id = `${row.key}|${row.country}`;
    cities.set(id, [...(cities.get(id) ?? []), row]);
  }
  return {
    city: (name, country, state) =>
      (cities.get(`${placeKey(name)}|${country}`) ?? [])
        .filter((row) => state === undefined || row.state === `${country}.${state}`)
        .sort((a, b) => b.population - a.population)[0],
    area: (kind, code) =>
      known.find((row) => row.kind === kind && (kind === 'country' ? row.country : row.state) === code),
  };
}
