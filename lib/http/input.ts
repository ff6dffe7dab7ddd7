import type * as z from 'zod';
import { invalidInput, type Problem } from '../errors.ts';

const jsonPath = (root: string, path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}.${String(key)}`),
    root,
  );

/** Every thing that is wrong with the value, with its JSON path below `root`. */
export function problemsOf(error: z.ZodError, root: string): Problem[] {
  return error.issues.map(({ path, message }) => ({ path: jsonPath(root, path), message }));
}

export interface InputSchemas<P, Q, B> {
  params?: z.ZodType<P>;
  query?: z.ZodType<Q>;
  body?: z.ZodType<B>;
}

export interface RawInput {
  params: unknown;
  query: unknown;
  body: unknown;
}

/** Parses path, query string and body together, so that one answer names all problems (`path.x`, `query.x`, `$.x`). */
export function parseInput<P, Q, B>(
  schemas: InputSchemas<P, Q, B>,
  raw: RawInput,
): { params: P; query: Q; body: B } {
  const problems: Problem[] = [];
  const parse = <T>(schema: z.ZodType<T> | undefined, value: unknown, root: string): T => {
    if (schema === undefined) return undefined as T;
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    problems.push(...problemsOf(parsed.error, root));
    return undefined as T;
  };
  const input = {
    params: parse(schemas.params, raw.params, 'path'),
    query: parse(schemas.query, raw.query, 'query'),
    body: parse(schemas.body, raw.body, '$'),
  };
  if (problems.length > 0) throw invalidInput(problems);
  return input;
}
