/** DynamoDB holds numbers from 1E-130 to 9.99E+125 (Amazon DynamoDB Developer Guide, "Data types"). */
const LARGEST = 9.9e125;
const SMALLEST = 1e-129;

function nearest(value: number): number {
  const magnitude = Math.abs(value);
  if (magnitude > LARGEST) return Math.sign(value) * LARGEST;
  return magnitude < SMALLEST ? 0 : value;
}

/** The same item with every number that a document table cannot hold replaced by the nearest one that it can. */
export function withStorableNumbers<T>(value: T): T {
  if (typeof value === 'number') return nearest(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => withStorableNumbers(item)) as T;
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || value instanceof Set)
    return value;
  const entries = Object.entries(value).map(([key, item]: [string, unknown]) => [
    key,
    withStorableNumbers(item),
  ]);
  return Object.fromEntries(entries) as T;
}
