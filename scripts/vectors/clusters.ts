import { makeRandom } from '../training/random.ts';

/** Groups unit vectors by direction (spherical k-means); answers each row's group. */
export function clusterRows(rows: readonly (readonly number[])[], count: number, rounds: number): number[] {
  const random = makeRandom(count);
  const unit = rows.map((row) => {
    const length = Math.hypot(...row) || 1;
    return Float32Array.from(row, (value) => value / length);
  });
  let centres: Float32Array[] = Array.from(
    { length: count },
    () => unit[Math.floor(random() * unit.length)] ?? new Float32Array(),
  );
  let groups: number[] = [];
  for (let round = 0; round < rounds; round++) {
    groups = unit.map((row) => nearest(row, centres));
    centres = meansOf(unit, groups, centres);
  }
  return groups;
}

function nearest(row: Float32Array, centres: readonly Float32Array[]): number {
  let best = 0;
  let most = -Infinity;
  centres.forEach((centre, at) => {
    let dot = 0;
    for (let index = 0; index < row.length; index++) dot += (row[index] ?? 0) * (centre[index] ?? 0);
    if (dot > most) [best, most] = [at, dot];
  });
  return best;
}

/** A group that lost all its rows keeps its centre. */
function meansOf(
  rows: readonly Float32Array[],
  groups: readonly number[],
  old: readonly Float32Array[],
): Float32Array[] {
  const sums = old.map((centre) => new Float32Array(centre.length));
  rows.forEach((row, at) => {
    const sum = sums[groups[at] ?? 0];
    if (sum)
      for (let index = 0; index < row.length; index++) sum[index] = (sum[index] ?? 0) + (row[index] ?? 0);
  });
  return sums.map((sum, at) => {
    const length = Math.hypot(...sum);
    return length === 0 ? (old[at] ?? sum) : sum.map((value) => value / length);
  });
}
