import * as z from 'zod';
import { jobs } from '../lib/app.ts';
import { instant } from '../lib/domain/metadata.ts';
import { queryStatus } from '../lib/domain/query.ts';
import { route, serve } from '../lib/http.ts';
import { idParams } from '../lib/http/answers.ts';

const jobState = z.object({
  job_id: z.string(),
  status: queryStatus,
  domain_id: z.string(),
  incident_id: z.string().optional(),
  query_id: z.string().optional(),
  session_id: z.string().optional(),
  attempts: z.int().nonnegative(),
  cancel_requested: z.boolean(),
  created_at: instant,
  updated_at: instant,
  created_by: z.string(),
  error: z.string().optional(),
  failure: z
    .object({
      code: z.string(),
      message: z.string(),
      request_id: z.string(),
      attempts: z.int().nonnegative(),
      at: instant,
      agent_ids: z.array(z.string()),
    })
    .optional(),
});

export const get = route(
  {
    method: 'GET',
    path: '/jobs/{job_id}',
    summary: 'Where a job stands, of a report or of a query',
    params: idParams('job_id'),
    output: jobState,
  },
  ({ principal, params: { job_id } }) => jobs().get(principal, job_id),
);

export const handler = serve(get);
