import * as z from 'zod';
import { health } from '../lib/app.ts';
import { route, serve } from '../lib/http.ts';

const check = z.object({ status: z.enum(['ok', 'failing']), duration_ms: z.number() });

export const get = route(
  {
    method: 'GET',
    path: '/health',
    summary: 'Whether the service and what it depends on answer',
    public: true,
    output: z.object({
      status: z.enum(['ok', 'degraded']),
      version: z.string(),
      checks: z.record(z.string(), check),
    }),
  },
  () => health().check(),
);

export const handler = serve(get);
