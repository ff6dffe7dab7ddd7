import { readFileSync } from 'node:fs';
import { operations, type Operation } from '../../scripts/openapi/operations.ts';
import type { Answer } from './api.ts';
import { bodiesNaming, missing, validBodies, type Ids } from './tenant-records.ts';

/** Every place of every route that takes the id of a record, from the routes and the OpenAPI document. */
export const fill = (path: string, ids: Ids): string =>
  path.replace(/\{(\w+)\}/g, (_match, name: string) => ids[name] ?? '');

/** The answer without what differs from request to request and from id to id. */
export const shape = ({ status, text }: Answer, ids: Ids) => ({
  status,
  body: Object.values(ids)
    .filter((id) => id.length > 3)
    .sort((a, b) => b.length - a.length)
    .reduce((plain, id) => plain.replaceAll(id, '<id>'), text)
    .replaceAll(/"(timestamp|request_id)":"[^"]*"/g, ''),
});

/** What an operation is called with when `named` are the ids that it is about and `own` those of the caller. */
type Attempt = (named: Ids, own: Ids) => { path: string; body?: unknown };
export interface Place {
  operation: Operation;
  place: string;
  attempt: Attempt;
}
const bodyOf = ({ id }: Operation, own: Ids): object | undefined => validBodies[id]?.(own, 'matrix');

const pathPlaces = (operation: Operation): Place[] =>
  operation.route.spec.path.includes('{')
    ? [
        {
          operation,
          place: 'path',
          attempt: (named, own) => ({
            path: fill(operation.route.spec.path, named),
            body: bodyOf(operation, own),
          }),
        },
      ]
    : [];

/** What some operations want besides. */
export const required = 'group_by=status&interval=day';
interface Documented {
  requestBody?: unknown;
  parameters?: { name: string; in: string }[];
}
const documented = JSON.parse(readFileSync('openapi.json', 'utf8')) as {
  paths: Record<string, Record<string, Documented>>;
  components: { schemas: Record<string, unknown> };
};
const inBodies = /"(agent_dependencies|tools|nodes|domain_id|session_id|incident_ids)":/;
/** Whether a field of the body names records, as far down as the document's components go. */
export const namesRecords = ({ method, path }: { method: string; path: string }): boolean => {
  const expanded = (value: unknown, depth = 0): string => {
    const json = JSON.stringify(value ?? {});
    return depth > 6
      ? json
      : json.replace(/"#\/components\/schemas\/(\w+)"/g, (_match, name: string) =>
          expanded(documented.components.schemas[name], depth + 1),
        );
  };
  return inBodies.test(expanded(documented.paths[`/api/v1${path}`]?.[method.toLowerCase()]?.requestBody));
};
export const queryNames = ({ route: { spec } }: Operation): string[] =>
  (documented.paths[`/api/v1${spec.path}`]?.[spec.method.toLowerCase()]?.parameters ?? [])
    .filter((parameter) => parameter.in === 'query')
    .map(({ name }) => name);

const queryPlaces = (operation: Operation): Place[] =>
  queryNames(operation)
    .filter((name) => name in missing)
    .map((name) => ({
      operation,
      place: `query ${name}`,
      attempt: (named) => {
        const needed = name === 'domain_id' ? required : '';
        const known = queryNames(operation);
        const rest = needed.split('&').filter((pair) => known.includes(pair.split('=')[0] ?? ''));
        return {
          path: `${operation.route.spec.path}?${[`${name}=${named[name] ?? ''}`, ...rest].join('&')}`,
        };
      },
    }));

const bodyPlaces = (operation: Operation): Place[] =>
  (bodiesNaming[operation.id]?.(missing, missing) ?? []).map((_body, index) => ({
    operation,
    place: `body ${index + 1}`,
    attempt: (named, own) => ({
      path: fill(operation.route.spec.path, own),
      body: bodiesNaming[operation.id]?.(named, own)[index],
    }),
  }));

export const places: readonly Place[] = operations.flatMap((operation) => [
  ...pathPlaces(operation),
  ...queryPlaces(operation),
  ...bodyPlaces(operation),
]);
