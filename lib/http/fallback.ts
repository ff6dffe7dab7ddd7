import { AppError } from '../errors.ts';
import routes from './routes.json' with { type: 'json' };

interface KnownRoute {
  readonly methods: readonly string[];
  readonly pattern: RegExp;
}

const toPattern = (path: string): RegExp =>
  new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{[^}]+\}/g, '[^/]+')}/?$`);

/** Paths of the API with the methods that they know; kept by `npm run openapi`. */
const known: readonly KnownRoute[] = (routes as { path: string; methods: string[] }[]).map(
  ({ path, methods }) => ({ methods, pattern: toPattern(path) }),
);

/** What a request deserves that no route matched: METHOD_NOT_ALLOWED when its path exists, else NOT_FOUND. */
export function noRoute(method: string, path: string): AppError {
  const allow = known.filter(({ pattern }) => pattern.test(path)).flatMap(({ methods }) => methods);
  return allow.length === 0
    ? new AppError('NOT_FOUND', `There is no ${method} ${path}.`)
    : new AppError('METHOD_NOT_ALLOWED', `${path} knows ${allow.join(', ')}.`, { data: { allow } });
}
