/** What a gazetteer entry stands for; the order is the stored number. */
export const placeKinds = ['city', 'district', 'county', 'state', 'country'] as const;
export type PlaceKind = (typeof placeKinds)[number];

/** Bits of the `flags` column. */
export const flag = { ordinaryWord: 1, personName: 2, capital: 4 } as const;

/** Population is stored as round(32 * log10(population + 1)) in one byte. */
export const packPopulation = (population: number): number =>
  Math.min(255, Math.round(32 * Math.log10(population + 1)));
export const unpackPopulation = (packed: number): number => 10 ** (packed / 32) - 1;

/** Degrees in 16 bits: 0.0055° of longitude, 0.0028° of latitude, at most 310 m off. */
export const packLongitude = (degrees: number): number => Math.round(((degrees + 180) / 360) * 65_535);
export const packLatitude = (degrees: number): number => Math.round(((degrees + 90) / 180) * 65_535);
export const unpackLongitude = (packed: number): number => round4((packed / 65_535) * 360 - 180);
export const unpackLatitude = (packed: number): number => round4((packed / 65_535) * 180 - 90);
const round4 = (degrees: number): number => Math.round(degrees * 1e4) / 1e4;

export interface GazetteerRow {
  key: string;
  display: string;
  lon: number;
  lat: number;
  population: number;
  /** ISO 3166-1 alpha-2. */
  country: string;
  /** Code of the first-level area, "US.MA", or "". */
  state: string;
  kind: PlaceKind;
  flags: number;
}

/** Column views over one buffer; rows are sorted by key, in code unit order of the ASCII/UTF-8 bytes. */
export interface GazetteerColumns {
  count: number;
  keyLengths: Uint8Array;
  keys: Uint8Array;
  lon: Uint16Array;
  lat: Uint16Array;
  population: Uint8Array;
  country: Uint8Array;
  state: Uint16Array;
  kind: Uint8Array;
  flags: Uint8Array;
  countryCodes: string[];
  stateCodes: string[];
  /** Rows whose display name is not the title-cased key. */
  displayRows: Uint32Array;
  displays: string[];
}

const magic = 0x44_46_47_31;
const align = (offset: number): number => (offset + 3) & ~3;

/** Lays the columns one after the other, each at a multiple of four, behind a header of their byte lengths. */
export function packColumns(parts: readonly Uint8Array[], count: number): Uint8Array {
  const header = 4 * (2 + parts.length);
  const total = parts.reduce((offset, part) => align(offset + part.byteLength), header);
  const bytes = new Uint8Array(total);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, magic, true);
  view.setUint32(4, count, true);
  let offset = header;
  parts.forEach((part, index) => {
    view.setUint32(8 + 4 * index, part.byteLength, true);
    bytes.set(part, offset);
    offset = align(offset + part.byteLength);
  });
  return bytes;
}

/** Views without copying (a little-endian machine, as every Lambda is). Throws when the buffer is not a gazetteer. */
export function readColumns(bytes: Uint8Array): GazetteerColumns {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes : bytes.slice();
  const view = new DataView(aligned.buffer, aligned.byteOffset, aligned.byteLength);
  if (view.getUint32(0, true) !== magic) throw new Error('not a gazetteer');
  const partCount = 12;
  let offset = 4 * (2 + partCount);
  const parts = Array.from({ length: partCount }, (_, index) => {
    const length = view.getUint32(8 + 4 * index, true);
    const part = aligned.subarray(offset, offset + length);
    offset = align(offset + length);
    return part;
  });
  return columnsOf(parts, view.getUint32(4, true));
}

function columnsOf(parts: readonly Uint8Array[], count: number): GazetteerColumns {
  const part = (index: number): Uint8Array => parts[index] ?? new Uint8Array();
  const half = (index: number): Uint16Array =>
    new Uint16Array(part(index).buffer, part(index).byteOffset, part(index).byteLength / 2);
  const words = (index: number): string[] => new TextDecoder().decode(part(index)).split('\n');
  const displayRows = part(10);
  return {
    count,
    keyLengths: part(0),
    keys: part(1),
    lon: half(2),
    lat: half(3),
    population: part(4),
    country: part(5),
    state: half(6),
    kind: part(7),
    flags: part(8),
    countryCodes: words(9)[0]?.split(' ') ?? [],
    stateCodes: (words(9)[1]?.split(' ') ?? []).map((code) => (code === '-' ? '' : code)),
    displayRows: new Uint32Array(displayRows.buffer, displayRows.byteOffset, displayRows.byteLength / 4),
    displays: words(11),
  };
}
