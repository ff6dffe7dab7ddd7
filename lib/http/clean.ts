import type { Problem } from '../errors.ts';

/** Levels of nesting that every store behind the API can hold, with room for what wraps the document. */
export const MAX_DEPTH = 24;

interface Visit {
  readonly value: unknown;
  readonly path: string;
  readonly depth: number;
}

/** Beyond these a number is no measurement, and the document store has no room for it. */
const LARGEST = 1e120;
const SMALLEST = 1e-120;

const isStorable = (value: number): boolean =>
  value === 0 || (Math.abs(value) <= LARGEST && Math.abs(value) >= SMALLEST);
const isClean = (text: string): boolean => text.isWellFormed() && !text.includes('\0');

const children = ({ value, path, depth }: Visit): Visit[] => {
  if (Array.isArray(value)) {
    return value.map((item: unknown, index) => ({
      value: item,
      path: `${path}[${index}]`,
      depth: depth + 1,
    }));
  }
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).map(([key, item]: [string, unknown]) => ({
    value: item,
    path: `${path}.${key}`,
    depth: depth + 1,
  }));
};

function problemOf({ value, path, depth }: Visit): Problem | undefined {
  if (depth > MAX_DEPTH) return { path, message: `nested deeper than ${MAX_DEPTH} levels` };
  if (typeof value === 'number' && !isStorable(value))
    return { path, message: `a number larger than ${LARGEST} or nearer to nothing than ${SMALLEST}` };
  const texts = typeof value === 'string' ? [value] : Object.keys(value ?? {});
  return texts.every(isClean)
    ? undefined
    : { path, message: 'contains a NUL character or half a surrogate pair' };
}

/**
 * What no store behind the API can hold, whatever the schema says: NUL characters, halves of surrogate pairs, numbers beyond
 * measure, bottomless nesting. Answers at most the first ten problems; walks without recursion, so that no input can exhaust the stack.
 */
export function uncleanParts(root: unknown, path: string): Problem[] {
  const problems: Problem[] = [];
  const stack: Visit[] = [{ value: root, path, depth: 0 }];
  for (let visit = stack.pop(); visit !== undefined && problems.length < 10; visit = stack.pop()) {
    const problem = problemOf(visit);
    if (problem === undefined) stack.push(...children(visit));
    else problems.push(problem);
  }
  return problems;
}
