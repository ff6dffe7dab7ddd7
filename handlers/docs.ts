import { RawResponse, route, serve } from '../lib/http.ts';
import { docsPage } from '../lib/http/docs-page.ts';

const headers = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; connect-src 'self'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'",
  'cache-control': 'public, max-age=300',
};

export const get = route(
  {
    method: 'GET',
    path: '/docs',
    summary: 'The documentation as a page',
    public: true,
    content: ['text/html'],
  },
  () => Promise.resolve(new RawResponse(200, headers, docsPage)),
);

export const handler = serve(get);
