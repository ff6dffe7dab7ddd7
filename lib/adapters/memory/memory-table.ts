import { withStorableNumbers } from '../documents/numbers.ts';
import { AppError } from '../../errors.ts';
import type {
  Condition,
  DocumentTable,
  Item,
  Key,
  Scalar,
  Selection,
  Slice,
  TableKeys,
  Tables,
  Update,
} from '../documents/document-table.ts';
import { tableKeys } from '../documents/document-table.ts';

const MAX_ITEM = 400 * 1024;
const PAGE = 100;

const isMap = (value: unknown): value is Item =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function read(item: Item | undefined, path: string): unknown {
  let value: unknown = item;
  for (const part of path.split('.')) value = isMap(value) ? value[part] : undefined;
  return value;
}

function parentOf(item: Item, path: string): [Item, string] {
  const parts = path.split('.');
  const last = parts.pop() ?? '';
  const parent = parts.length === 0 ? item : read(item, parts.join('.'));
  if (!isMap(parent)) throw new AppError('INTERNAL', `There is no map at ${parts.join('.')} to write into.`);
  return [parent, last];
}

function compares(found: unknown, operator: '=' | '<' | '<=', value: Scalar): boolean {
  if (typeof found !== typeof value) return false;
  const known = found as Scalar;
  if (operator === '=') return known === value;
  return operator === '<' ? known < value : known <= value;
}

function holds(condition: Condition, item: Item | undefined): boolean {
  switch (condition.kind) {
    case 'exists':
      return read(item, condition.path) !== undefined;
    case 'missing':
      return read(item, condition.path) === undefined;
    case 'compare':
      return compares(read(item, condition.path), condition.operator, condition.value);
    case 'one-of':
      return condition.values.includes(read(item, condition.path) as string);
    case 'all':
      return condition.conditions.every((part) => holds(part, item));
    case 'any':
      return condition.conditions.some((part) => holds(part, item));
  }
}

/** Keeps what a document database keeps: JSON without undefined, at most 400 KB. */
function stored(item: Item): Item {
  const text = JSON.stringify(item);
  if (text.length > MAX_ITEM) throw new AppError('PAYLOAD_TOO_LARGE', 'The item is larger than 400 KB.');
  return withStorableNumbers(JSON.parse(text) as Item);
}

function apply(item: Item, { set = {}, defaults = {}, increase = {}, remove = [] }: Update): Item {
  const next = structuredClone(item);
  const write = (path: string, value: unknown): void => {
    const [parent, last] = parentOf(next, path);
    parent[last] = value;
  };
  for (const [path, value] of Object.entries(defaults))
    if (read(item, path) === undefined) write(path, value);
  for (const [path, value] of Object.entries(set)) if (value !== undefined) write(path, value);
  for (const [path, by] of Object.entries(increase)) write(path, (read(item, path) as number) + by);
  for (const path of remove) {
    const [parent, last] = parentOf(next, path);
    Reflect.deleteProperty(parent, last);
  }
  return stored(next);
}

const textAt = (item: Item, attribute: string | undefined): string =>
  attribute === undefined ? '' : ((item[attribute] as string | undefined) ?? '');

function inRange(item: Item, range: Selection['range']): boolean {
  if (range === undefined) return true;
  const [attribute, operator, bound] = range;
  const value = item[attribute];
  if (typeof value !== 'string') return false;
  if (operator === 'begins') return value.startsWith(bound);
  return operator === '>' ? value > bound : value <= bound;
}

/** A document table in memory, for tests and benchmarks; the same conformance suites hold it to DynamoDB's ways. */
export function makeMemoryTable(keys: TableKeys): DocumentTable {
  const items = new Map<string, Item>();
  const id = (key: Item): string => JSON.stringify([key[keys.hash], textAt(key, keys.range)]);
  const copy = (item: Item | undefined): Item | undefined => item && structuredClone(item);

  const orderOf = (index: string | undefined): string | undefined =>
    index === undefined ? keys.range : keys.indexes?.[index]?.range;
  const rank = (item: Item, order: string | undefined): string => `${textAt(item, order)}\u0000${id(item)}`;

  /** All matches in order; equal range keys in the order of their own keys. */
  const matches = ({ index, hash: [attribute, value], range, descending = false }: Selection): Item[] => {
    const order = orderOf(index);
    const found = [...items.values()].filter(
      (item) =>
        item[attribute] === value &&
        inRange(item, range) &&
        (order === undefined || item[order] !== undefined),
    );
    found.sort((a, b) => (rank(a, order) < rank(b, order) ? -1 : 1));
    return descending ? found.reverse() : found;
  };

  const page = (selection: Selection): Slice => {
    const { after, limit = PAGE, index, descending = false } = selection;
    const order = orderOf(index);
    const follows = (item: Item): boolean =>
      after === undefined ||
      (id(item) !== id(after) && rank(item, order) > rank(after, order) !== descending);
    const left = matches(selection).filter(follows);
    const chosen = left.slice(0, limit);
    const last = chosen.at(-1);
    const attributes = [keys.hash, keys.range, selection.hash[0], order];
    const next = Object.fromEntries(attributes.flatMap((name) => (name ? [[name, last?.[name]]] : [])));
    return {
      items: chosen.map((item) => structuredClone(item)),
      ...(left.length > chosen.length && { next }),
    };
  };

  return {
    get: (key) => Promise.resolve(copy(items.get(id(key)))),
    getMany: (wanted) =>
      Promise.resolve(
        wanted.flatMap((key): Item[] => {
          const item = copy(items.get(id(key)));
          return item ? [item] : [];
        }),
      ),
    put: async (item, when) => {
      const next = stored(item);
      if (when !== undefined && !holds(when, items.get(id(item)))) return Promise.resolve(false);
      items.set(id(item), next);
      return true;
    },
    update: (key, change, when) => {
      const current = items.get(id(key));
      if (!holds(when, current)) return Promise.resolve(undefined);
      const next = apply(current ?? { ...key }, change);
      items.set(id(key), next);
      return Promise.resolve(copy(next));
    },
    remove: (key, when) => {
      const current = items.get(id(key));
      if (when !== undefined && !holds(when, current)) return Promise.resolve(undefined);
      items.delete(id(key));
      return Promise.resolve(current);
    },
    removeMany: (wanted: readonly Key[]) => {
      for (const key of wanted) items.delete(id(key));
      return Promise.resolve();
    },
    query: (selection) => Promise.resolve(page(selection)),
    count: (selection) => Promise.resolve(matches(selection).length),
    scan: () => Promise.resolve({ items: [...items.values()].map((item) => structuredClone(item)) }),
  };
}

export const makeMemoryTables = (): Tables => ({
  reports: makeMemoryTable(tableKeys.reports),
  queries: makeMemoryTable(tableKeys.queries),
  sessions: makeMemoryTable(tableKeys.sessions),
  messages: makeMemoryTable(tableKeys.messages),
  agentRuns: makeMemoryTable(tableKeys.agentRuns),
  configurations: makeMemoryTable(tableKeys.configurations),
  connections: makeMemoryTable(tableKeys.connections),
});
