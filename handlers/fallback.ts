import { route, serve } from '../lib/http.ts';
import { noRoute } from '../lib/http/fallback.ts';

/** Whatever no other route matches. */
export const unknown = route(
  { method: 'ANY', path: '/{proxy+}', summary: 'Unknown routes' },
  ({ method, path }) => Promise.reject(noRoute(method, path)),
);

export const handler = serve(unknown);
