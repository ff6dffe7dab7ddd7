import type { Metadata } from '../../../domain/metadata.ts';
import type { SqlValue } from './values.ts';

/** A record with versions that tenants configure: agents, domains. */
export interface Versioned extends Metadata {
  version: number;
  is_inbuilt: boolean;
}

/**
 * Where records are kept: a table of heads, whose columns lists filter and sort by, and a table of their versions, whose
 * documents are written once. All names are of this code, never input.
 */
export interface CatalogueTables<T> {
  readonly kind: string;
  readonly heads: string;
  readonly versions: string;
  readonly idColumn: string;
  /** Columns of the head that hold a field of the document once more: SQL type and value. */
  readonly columns: Readonly<Record<string, { type: string; of: (record: T) => SqlValue }>>;
}

/** Owner of what is built in. A row is built in exactly when this is its tenant: the schema says so. */
export const BUILT_IN = '_builtin';

/** What the head's own columns hold is left out of the document. */
export function toDocument(record: Versioned, idColumn: string): Record<string, unknown> {
  const { id, version, is_inbuilt, created_at, updated_at, created_by, ...rest } = record;
  return Object.fromEntries(Object.entries(rest).filter(([key]) => key !== idColumn));
}
