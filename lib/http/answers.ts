import * as z from 'zod';
import { pageQuery, pagination } from '../domain/page.ts';

/** Ids of this length fit into every key of every store. */
const MAX_ID = 100;
const idText = z.string().min(1).max(MAX_ID);

/** Path parameters that are ids. */
export const idParams = <K extends string>(...names: readonly K[]) =>
  z.object(Object.fromEntries(names.map((name) => [name, idText])) as { [name in K]: typeof idText });

/** What every list takes: `page` and `limit`, or `cursor`. */
export const listQuery = pageQuery;

/** The answer of a list: rows under their own name, each saying whether it is the caller's. */
export const listOf = (name: string, row: z.ZodObject): z.ZodType =>
  z.object({ [name]: z.array(row.extend({ created_by_me: z.boolean() })), pagination });

/** The answer of a deletion: a sentence and the id. */
export const deleted = (idName: string): z.ZodType => z.object({ message: z.string(), [idName]: z.string() });

/** A flag in a query string. */
export const flag = z.enum(['true', 'false']).transform((text) => text === 'true');
