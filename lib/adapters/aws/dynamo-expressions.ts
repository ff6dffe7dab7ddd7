import type { Condition, Update } from '../documents/document-table.ts';
import { withStorableNumbers } from '../documents/numbers.ts';

/** Collects names and values of DynamoDB expressions; every path part and every value is bound, none is spliced in. */
export function makeBindings() {
  const names = new Map<string, string>();
  const values: unknown[] = [];
  const path = (dotted: string): string =>
    dotted
      .split('.')
      .map((part) => {
        if (!names.has(part)) names.set(part, `#n${names.size}`);
        return names.get(part) ?? '';
      })
      .join('.');
  const value = (content: unknown): string => `:v${values.push(withStorableNumbers(content)) - 1}`;
  return {
    path,
    value,
    /** The two attribute maps of a request; each is left out when empty, as DynamoDB demands. */
    maps: () => ({
      ...(names.size > 0 && {
        ExpressionAttributeNames: Object.fromEntries([...names].map(([name, alias]) => [alias, name])),
      }),
      ...(values.length > 0 && {
        ExpressionAttributeValues: Object.fromEntries(
          values.map((content, index) => [`:v${index}`, content]),
        ),
      }),
    }),
  };
}
export type Bindings = ReturnType<typeof makeBindings>;

export function conditionExpression(condition: Condition, bind: Bindings): string {
  switch (condition.kind) {
    case 'exists':
      return `attribute_exists(${bind.path(condition.path)})`;
    case 'missing':
      return `attribute_not_exists(${bind.path(condition.path)})`;
    case 'compare':
      return `${bind.path(condition.path)} ${condition.operator} ${bind.value(condition.value)}`;
    case 'one-of': {
      const values = condition.values.map((value) => bind.value(value));
      return `${bind.path(condition.path)} IN (${values.join(', ')})`;
    }
    case 'all':
    case 'any': {
      const joint = condition.kind === 'all' ? ' AND ' : ' OR ';
      return `(${condition.conditions.map((part) => conditionExpression(part, bind)).join(joint)})`;
    }
  }
}

export function updateExpression(change: Update, bind: Bindings): string {
  const { set = {}, defaults = {}, increase = {}, remove = [] } = change;
  const assignments = [
    ...Object.entries(set)
      .filter(([, value]) => value !== undefined)
      .map(([path, value]) => `${bind.path(path)} = ${bind.value(value)}`),
    ...Object.entries(defaults).map(
      ([path, value]) => `${bind.path(path)} = if_not_exists(${bind.path(path)}, ${bind.value(value)})`,
    ),
    ...Object.entries(increase).map(
      ([path, by]) => `${bind.path(path)} = ${bind.path(path)} + ${bind.value(by)}`,
    ),
  ];
  return [
    assignments.length > 0 ? `SET ${assignments.join(', ')}` : '',
    remove.length > 0 ? `REMOVE ${remove.map((path) => bind.path(path)).join(', ')}` : '',
  ]
    .filter((clause) => clause !== '')
    .join(' ');
}
