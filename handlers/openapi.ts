import document from '../openapi.json' with { type: 'json' };
import { route, serve } from '../lib/http.ts';

export const get = route(
  { method: 'GET', path: '/openapi.json', summary: 'This document', public: true },
  () => Promise.resolve(document),
);

export const handler = serve(get);
