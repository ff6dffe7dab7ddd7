/** Vectors of word roots; alike words have alike vectors. */
export interface WordVectors {
  dimensions: number;
  /** Row of a root, or undefined. */
  rowOf(root: string): number | undefined;
  /** The numbers of the groups of alike words that a root is in, coarse to fine; none when it has no vector. */
  groupsOf(root: string): number[];
  /** Unit vectors in eight bits, row after row; 127 is one. */
  rows: Int8Array;
  /** How telling a root is: the rarer, the more; about 0.3 to 1. */
  weights: Float32Array;
}

const scale = 127;

export interface VectorTable {
  words: readonly string[];
  rows: readonly (readonly number[])[];
  /** How often each word was met while they were made. */
  uses: readonly number[];
  /** Groups of alike words, coarse and fine: each word's group number. */
  groups: readonly (readonly number[])[];
}

/**
 * Layout: dimensions, byte length of the words, number of groupings (4 bytes each), words joined by line feeds, one
 * byte of log frequency a word, two bytes a word and grouping, rows.
 */
export function packVectors({ words, rows, uses, groups }: VectorTable): Uint8Array {
  const text = Buffer.from(words.join('\n'));
  const header = Buffer.alloc(12);
  header.writeUInt32LE(rows[0]?.length ?? 0, 0);
  header.writeUInt32LE(text.length, 4);
  header.writeUInt32LE(groups.length, 8);
  const frequency = Uint8Array.from(uses, (count) => Math.min(255, Math.round(20 * Math.log2(count + 1))));
  const grouped = groups.flatMap((grouping) => grouping.flatMap((group) => [group & 0xff, group >> 8]));
  const packed = rows.flatMap((row) => {
    const length = Math.hypot(...row) || 1;
    return row.map((value) => Math.round((value / length) * scale) & 0xff);
  });
  return Buffer.concat([header, text, frequency, Uint8Array.from(grouped), Uint8Array.from(packed)]);
}

/** Opens packed vectors; the rows are a view into the given bytes. */
export function openVectors(bytes: Uint8Array): WordVectors {
  const view = new DataView(bytes.buffer, bytes.byteOffset);
  const [dimensions, textLength, groupings] = [
    view.getUint32(0, true),
    view.getUint32(4, true),
    view.getUint32(8, true),
  ];
  const words = new TextDecoder().decode(bytes.subarray(12, 12 + textLength)).split('\n');
  const index = new Map(words.map((word, row) => [word, row]));
  const frequencyAt = 12 + textLength;
  const groupsAt = frequencyAt + words.length;
  const rowsAt = groupsAt + 2 * groupings * words.length;
  const frequency = bytes.subarray(frequencyAt, groupsAt);
  const groupOf = (row: number, grouping: number): number =>
    view.getUint16(groupsAt + 2 * (grouping * words.length + row), true);
  return {
    dimensions,
    rowOf: (root) => index.get(root),
    groupsOf: (root) => {
      const row = index.get(root);
      return row === undefined
        ? []
        : Array.from({ length: groupings }, (_, grouping) => groupOf(row, grouping));
    },
    rows: new Int8Array(bytes.buffer, bytes.byteOffset + rowsAt, words.length * dimensions),
    weights: Float32Array.from(frequency, (value) => 1 / (1 + Math.max(0, value - 80) / 60)),
  };
}

/** The weighted mean direction of the roots that have vectors, of unit length; undefined when none has. */
export function meanVector(vectors: WordVectors, roots: Iterable<string>): Float32Array | undefined {
  const { dimensions, rows, weights } = vectors;
  const sum = new Float32Array(dimensions);
  let found = 0;
  for (const root of roots) {
    const row = vectors.rowOf(root);
    if (row === undefined) continue;
    const weight = weights[row] ?? 0;
    for (let at = 0; at < dimensions; at++)
      sum[at] = (sum[at] ?? 0) + (weight * (rows[row * dimensions + at] ?? 0)) / scale;
    found++;
  }
  if (found === 0) return undefined;
  const length = Math.hypot(...sum) || 1;
  return sum.map((value) => value / length);
}

/** Cosine of the angle between two roots' vectors; 0 when one has none. */
export function likeness(vectors: WordVectors, a: string, b: string): number {
  const [first, second] = [vectors.rowOf(a), vectors.rowOf(b)];
  if (first === undefined || second === undefined) return 0;
  const { dimensions, rows } = vectors;
  let dot = 0;
  let [lengthA, lengthB] = [0, 0];
  for (let at = 0; at < dimensions; at++) {
    const [x, y] = [rows[first * dimensions + at] ?? 0, rows[second * dimensions + at] ?? 0];
    dot += x * y;
    lengthA += x * x;
    lengthB += y * y;
  }
  return dot / (Math.sqrt(lengthA * lengthB) || 1);
}
