import { makeRandom } from '../training/random.ts';

/** Rows of (column, value) pairs. */
export interface SparseMatrix {
  columns: Int32Array[];
  values: Float32Array[];
  width: number;
}

/** Positive pointwise mutual information of counts, with context counts smoothed by the power 0.75. */
export function positiveInformation(
  counts: readonly ReadonlyMap<number, number>[],
  width: number,
): SparseMatrix {
  const rowSums = counts.map((row) => [...row.values()].reduce((sum, value) => sum + value, 0));
  const columnSums = new Float64Array(width);
  for (const row of counts)
    for (const [column, value] of row) columnSums[column] = (columnSums[column] ?? 0) + value;
  const smoothed = columnSums.map((sum) => sum ** 0.75);
  const total = smoothed.reduce((sum, value) => sum + value, 0);
  const rows = counts.map((row, at) =>
    [...row]
      .map(
        ([column, value]) =>
          [column, Math.log((value * total) / ((rowSums[at] ?? 1) * (smoothed[column] ?? 1)))] as const,
      )
      .filter(([, information]) => information > 0.3),
  );
  return {
    columns: rows.map((row) => Int32Array.from(row, ([column]) => column)),
    values: rows.map((row) => Float32Array.from(row, ([, value]) => value)),
    width,
  };
}

type Dense = Float32Array[];

/** The leading left singular vectors, each scaled by the square root of its singular value, by randomised subspace iteration. */
export function leadingVectors(matrix: SparseMatrix, dimensions: number, rounds: number): Dense {
  const random = makeRandom(3);
  const spare = dimensions + 8;
  let right: Dense = Array.from({ length: spare }, () =>
    Float32Array.from({ length: matrix.width }, () => random() - 0.5),
  );
  let left: Dense = [];
  let lengths: number[] = [];
  for (let round = 0; round < rounds; round++) {
    left = right.map((vector) => times(matrix, vector));
    lengths = orthonormalise(left);
    right = left.map((vector) => timesTransposed(matrix, vector));
    if (round < rounds - 1) orthonormalise(right);
  }
  const strengths = right.map((vector) => Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0)));
  return left
    .slice(0, dimensions)
    .map((vector, at) => vector.map((value) => value * Math.sqrt(strengths[at] ?? lengths[at] ?? 1)));
}

function times({ columns, values }: SparseMatrix, vector: Float32Array): Float32Array {
  return Float32Array.from(columns, (row, at) => {
    const weights = values[at] ?? new Float32Array();
    let sum = 0;
    for (let entry = 0; entry < row.length; entry++)
      sum += (weights[entry] ?? 0) * (vector[row[entry] ?? 0] ?? 0);
    return sum;
  });
}

function timesTransposed({ columns, values, width }: SparseMatrix, vector: Float32Array): Float32Array {
  const product = new Float32Array(width);
  columns.forEach((row, at) => {
    const weights = values[at] ?? new Float32Array();
    const factor = vector[at] ?? 0;
    for (let entry = 0; entry < row.length; entry++)
      product[row[entry] ?? 0] = (product[row[entry] ?? 0] ?? 0) + factor * (weights[entry] ?? 0);
  });
  return product;
}

/** Gram-Schmidt in place; answers the lengths that the vectors had. */
function orthonormalise(vectors: Dense): number[] {
  return vectors.map((vector, at) => {
    for (let before = 0; before < at; before++) {
      const other = vectors[before] ?? new Float32Array();
      const shared = vector.reduce((sum, value, index) => sum + value * (other[index] ?? 0), 0);
      for (let index = 0; index < vector.length; index++)
        vector[index] = (vector[index] ?? 0) - shared * (other[index] ?? 0);
    }
    const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0)) || 1;
    for (let index = 0; index < vector.length; index++) vector[index] = (vector[index] ?? 0) / length;
    return length;
  });
}
