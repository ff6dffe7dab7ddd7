import * as z from 'zod';
import type { Problem } from '../errors.ts';
import { uncleanParts } from './clean.ts';

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

export type ParsedInput<P, Q, B> =
  { valid: true; input: { params: P; query: Q; body: B } } | { valid: false; problems: Problem[] };

/** Parses path, query string and body together, so that one answer names all problems (`path.x`, `query.x`, `$.x`). */
export function parseInput<P, Q, B>(schemas: InputSchemas<P, Q, B>, raw: RawInput): ParsedInput<P, Q, B> {
  const problems: Problem[] = [];
  const parse = <T>(schema: z.ZodType<T> | undefined, value: unknown, root: string): T => {
    if (schema === undefined) return undefined as T;
    const unclean = uncleanParts(value, root);
    const parsed = unclean.length > 0 ? undefined : schema.safeParse(value);
    if (parsed?.success === true) return parsed.data;
    problems.push(...(parsed === undefined ? unclean : problemsOf(parsed.error, root)));
    return undefined as T;
  };
  const input = {
    params: parse(schemas.params, raw.params, 'path'),
    query: parse(schemas.query, raw.query, 'query'),
    body: parse(schemas.body, raw.body, '$'),
  };
  return problems.length === 0 ? { valid: true, input } : { valid: false, problems };
}

/** Of a body that fails as a whole, the fields that are right by themselves; enough to look for further problems. */
export function validParts(schema: z.ZodType | undefined, value: unknown): Record<string, unknown> {
  if (!(schema instanceof z.ZodObject) || typeof value !== 'object' || value === null) return {};
  if (uncleanParts(value, '$').length > 0) return {};
  const fields = Object.entries<z.ZodType>(schema.shape);
  const parsed = fields.map(([name, field]) => {
    const result = field.safeParse((value as Record<string, unknown>)[name]);
    return [name, result.success ? result.data : undefined] as const;
  });
  return Object.fromEntries(parsed.filter(([, part]) => part !== undefined));
}
