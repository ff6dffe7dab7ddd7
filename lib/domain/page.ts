import * as z from 'zod';

export const MAX_PAGE = 100;

/** Query parameters of every list. Query strings arrive as text, hence the coercion. */
export const pageQuery = z.object({
  page: z.coerce.number().int().min(1).max(1_000_000).default(1),
  limit: z.coerce.number().int().min(1).max(MAX_PAGE).default(20),
  cursor: z.string().min(1).max(2_000).optional(),
});
export type PageQuery = z.infer<typeof pageQuery>;

export const pagination = z.object({
  page: z.int().positive(),
  limit: z.int().positive(),
  total: z.int().nonnegative(),
  next_cursor: z.string().nullable(),
});
export type Pagination = z.infer<typeof pagination>;

export interface Page<T> {
  items: T[];
  total: number;
  /** Opaque; undefined at the end. */
  nextCursor?: string;
}

/** A cursor is a JSON value in base64url; it carries positions, never a tenant. */
export const encodeCursor = (position: unknown): string =>
  Buffer.from(JSON.stringify(position)).toString('base64url');

/** Undefined for anything that is no cursor of ours. */
export function decodeCursor<T>(cursor: string, schema: z.ZodType<T>): T | undefined {
  try {
    const parsed = schema.safeParse(JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}
