import { spanOf } from './tokens.ts';
import type { HomeArea, Span } from './types.ts';

export interface CoordinateMatch {
  lon: number;
  lat: number;
  span: Span;
}

const degree = String.raw`\s*(?:°|º|deg(?:rees)?\.?|d)?\s*`;
const minute = String.raw`(\d{1,2}(?:\.\d+)?)\s*(?:['’′]|min)\s*`;
const second = String.raw`(?:(\d{1,2}(?:\.\d+)?)\s*(?:["”″]|''|sec)\s*)?`;
const dms = String.raw`(\d{1,3})\s*(?:°|º|deg)\s*${minute}${second}`;
const number = String.raw`[-+−]?\d{1,3}(?:\.\d+)?`;
const between = String.raw`[\s,;/&]*(?:and\s+)?`;
const named = (names: string): string =>
  String.raw`\b(?:${names})\b\.?\s*[:=]?\s*(${number})${degree}([NSEW])?`;

const patterns: {
  pattern: RegExp;
  read: (groups: (string | undefined)[]) => [number, number] | undefined;
}[] = [
  {
    pattern: new RegExp(String.raw`\b${dms}([NS])${between}${dms}([EW])`, 'giu'),
    read: ([d1, m1, s1, h1, d2, m2, s2, h2]) => [sexagesimal(d2, m2, s2, h2), sexagesimal(d1, m1, s1, h1)],
  },
  {
    pattern: new RegExp(String.raw`\b([NS])\s*${dms}${between}([EW])\s*${dms}`, 'giu'),
    read: ([h1, d1, m1, s1, h2, d2, m2, s2]) => [sexagesimal(d2, m2, s2, h2), sexagesimal(d1, m1, s1, h1)],
  },
  {
    pattern: new RegExp(
      String.raw`${named('lat(?:itude)?')}${between}${named('lon(?:g(?:itude)?)?|lng')}`,
      'giu',
    ),
    read: ([lat, h1, lon, h2]) => [signed(lon, h2), signed(lat, h1)],
  },
  {
    pattern: new RegExp(
      String.raw`${named('lon(?:g(?:itude)?)?|lng')}${between}${named('lat(?:itude)?')}`,
      'giu',
    ),
    read: ([lon, h1, lat, h2]) => [signed(lon, h1), signed(lat, h2)],
  },
  {
    pattern: new RegExp(
      String.raw`(?<![\d.])(${number})${degree}([NS])\b${between}(${number})${degree}([EW])\b`,
      'giu',
    ),
    read: ([lat, h1, lon, h2]) => [signed(lon, h2), signed(lat, h1)],
  },
  {
    pattern: new RegExp(
      String.raw`(?<![\d.])(${number})${degree}([EW])\b${between}(${number})${degree}([NS])\b`,
      'giu',
    ),
    read: ([lon, h1, lat, h2]) => [signed(lon, h1), signed(lat, h2)],
  },
  {
    pattern: new RegExp(
      String.raw`\b([NS])\s*(\d{1,3}\.\d+)${degree}${between}([EW])\s*(\d{1,3}\.\d+)`,
      'gu',
    ),
    read: ([h1, lat, h2, lon]) => [signed(lon, h2), signed(lat, h1)],
  },
  {
    pattern:
      /(?<![\d.,$€£₹])(?:(?<=(?:gps|coord|geo|locat|pin|lat|@|q=).{0,25})([-+−]?\d{1,3}\.\d{2,})|([-+−]?\d{1,3}\.\d{3,}))\s*°?\s*(?:[,;/|]|\s)\s*([-+−]?\d{1,3}\.\d{2,})(?![\d.]*\d)/giu,
    read: ([cued, bare, lon]) => [signed(lon, undefined), signed(cued ?? bare, undefined)],
  },
];

const hemisphere = (letter: string | undefined): number =>
  letter !== undefined && /[SW]/i.test(letter) ? -1 : 1;
const toNumber = (digits: string | undefined): number => Number((digits ?? '0').replace('−', '-'));
const signed = (digits: string | undefined, letter: string | undefined): number =>
  letter === undefined ? toNumber(digits) : Math.abs(toNumber(digits)) * hemisphere(letter);
const sexagesimal = (d?: string, m?: string, s?: string, letter?: string): number =>
  hemisphere(letter) * (toNumber(d) + toNumber(m) / 60 + toNumber(s) / 3600);

/**
 * Coordinates written in the text: decimal degrees, with or without hemisphere letters or names, degrees with
 * minutes and seconds, map links. Bare pairs are latitude first unless only the other order is on Earth or at home.
 */
export function findCoordinates(text: string, home: HomeArea): CoordinateMatch | undefined {
  if (!/\d/.test(text)) return undefined;
  for (const [index, { pattern, read }] of patterns.entries()) {
    for (const match of text.matchAll(pattern)) {
      const pair = read(match.slice(1));
      const order = pair && (index === patterns.length - 1 ? likelierOrder(pair, home) : pair);
      if (order && onEarth(order))
        return {
          lon: order[0],
          lat: order[1],
          span: spanOf(text, match.index, match.index + match[0].length),
        };
    }
  }
  return undefined;
}

const onEarth = ([lon, lat]: readonly [number, number]): boolean =>
  Math.abs(lat) <= 90 && Math.abs(lon) <= 180 && (lat !== 0 || lon !== 0);

function likelierOrder([lon, lat]: [number, number], { bbox }: HomeArea): [number, number] {
  const swapped: [number, number] = [lat, lon];
  if (!onEarth([lon, lat])) return swapped;
  return !insideBox(bbox, lon, lat) && insideBox(bbox, lat, lon) ? swapped : [lon, lat];
}

/** True when the point lies in [west, south, east, north]; boxes may cross the antimeridian; no box, not inside. */
export function insideBox(bbox: readonly number[] | undefined, lon: number, lat: number): boolean {
  if (!bbox) return false;
  const [west = 0, south = 0, east = 0, north = 0] = bbox;
  if (lat < south || lat > north) return false;
  return west <= east ? lon >= west && lon <= east : lon >= west || lon <= east;
}
