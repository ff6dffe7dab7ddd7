/**
 * The little of a document database that the stores are written on: single-item conditional writes, one hash and an
 * optional range key, sparse indexes. DynamoDB and memory implement it; paths are dotted (`record.status`).
 */
export type Item = Record<string, unknown>;
export type Key = Readonly<Record<string, string>>;
export type Scalar = string | number | boolean;

export type Condition =
  | { readonly kind: 'exists' | 'missing'; readonly path: string }
  | {
      readonly kind: 'compare';
      readonly path: string;
      readonly operator: '=' | '<' | '<=';
      readonly value: Scalar;
    }
  | { readonly kind: 'one-of'; readonly path: string; readonly values: readonly string[] }
  | { readonly kind: 'all' | 'any'; readonly conditions: readonly Condition[] };

export const exists = (path: string): Condition => ({ kind: 'exists', path });
export const missing = (path: string): Condition => ({ kind: 'missing', path });
export const equals = (path: string, value: Scalar): Condition => ({
  kind: 'compare',
  path,
  operator: '=',
  value,
});
export const below = (path: string, value: Scalar): Condition => ({
  kind: 'compare',
  path,
  operator: '<',
  value,
});
export const atMost = (path: string, value: Scalar): Condition => ({
  kind: 'compare',
  path,
  operator: '<=',
  value,
});
export const oneOf = (path: string, values: readonly string[]): Condition => ({
  kind: 'one-of',
  path,
  values,
});
export const all = (...conditions: readonly Condition[]): Condition => ({ kind: 'all', conditions });
export const any = (...conditions: readonly Condition[]): Condition => ({ kind: 'any', conditions });

export interface Update {
  /** Undefined values are left alone. */
  readonly set?: Readonly<Record<string, unknown>>;
  /** Set only where the attribute is absent. */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /** Added to a number that exists. */
  readonly increase?: Readonly<Record<string, number>>;
  readonly remove?: readonly string[];
}

export interface Selection {
  readonly index?: string;
  readonly hash: readonly [attribute: string, value: string];
  readonly range?: readonly [attribute: string, operator: '<=' | '>' | 'begins', value: string];
  readonly descending?: boolean;
  readonly limit?: number;
  /** The key where the previous page ended. */
  readonly after?: Item | undefined;
}
export interface Slice {
  readonly items: Item[];
  /** Absent at the end. */
  readonly next?: Item;
}

/** Reads by key see every earlier write; indexes and `scan` may lag. Failures are AppErrors, a lost condition is a value. */
export interface DocumentTable {
  get(key: Key): Promise<Item | undefined>;
  /** Those that exist, in no order. */
  getMany(keys: readonly Key[]): Promise<Item[]>;
  /** False when the condition is lost. PAYLOAD_TOO_LARGE over 400 KB. */
  put(item: Item, when?: Condition): Promise<boolean>;
  /** The whole new item; undefined when the condition is lost. */
  update(key: Key, change: Update, when: Condition): Promise<Item | undefined>;
  /** The item that was; undefined when there was none or the condition is lost. */
  remove(key: Key, when?: Condition): Promise<Item | undefined>;
  removeMany(keys: readonly Key[]): Promise<void>;
  query(selection: Selection): Promise<Slice>;
  count(selection: Selection): Promise<number>;
  scan(after?: Item): Promise<Slice>;
}

/** Follows the pages of a selection to its end. */
export async function queryAll(table: DocumentTable, selection: Selection): Promise<Item[]> {
  const items: Item[] = [];
  let after: Item | undefined;
  do {
    const slice = await table.query({ ...selection, after });
    items.push(...slice.items);
    after = slice.next;
  } while (after !== undefined);
  return items;
}

export interface Tables {
  readonly reports: DocumentTable;
  readonly queries: DocumentTable;
  readonly sessions: DocumentTable;
  readonly messages: DocumentTable;
  readonly agentRuns: DocumentTable;
  readonly configurations: DocumentTable;
  readonly connections: DocumentTable;
}

/** Key attributes of a table and of its indexes, as resources/tables declares them. */
export interface TableKeys {
  readonly hash: string;
  readonly range?: string;
  readonly indexes?: Readonly<Record<string, { readonly hash: string; readonly range?: string }>>;
}
const sweep = { hash: 'sweep_shard', range: 'sweep_at' };
export const tableKeys: Readonly<Record<keyof Tables, TableKeys>> = {
  reports: { hash: 'pk', indexes: { sweep } },
  queries: {
    hash: 'pk',
    indexes: {
      sweep,
      'by-session': { hash: 'session_key', range: 'created_at' },
      'by-tenant': { hash: 'tenant_id', range: 'created_at' },
    },
  },
  sessions: {
    hash: 'tenant_id',
    range: 'session_id',
    indexes: { activity: { hash: 'tenant_id', range: 'last_activity' } },
  },
  messages: { hash: 'pk', range: 'sk' },
  agentRuns: { hash: 'pk', range: 'sk' },
  configurations: { hash: 'pk', range: 'sk' },
  connections: { hash: 'pk', range: 'sk', indexes: { 'by-connection': { hash: 'connection_id' } } },
};
