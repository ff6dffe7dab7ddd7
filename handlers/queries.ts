import * as z from 'zod';
import { changeSets, queries } from '../lib/app.ts';
import { instant } from '../lib/domain/metadata.ts';
import { query as answeredQuery, queryInput, storedQuery } from '../lib/domain/query.ts';
import { route, serve } from '../lib/http.ts';
import { deleted, idParams, listOf, listQuery } from '../lib/http/answers.ts';

const params = idParams('query_id');
const accepted = z.object({
  job_id: z.string(),
  query_id: z.string(),
  session_id: z.string(),
  status: z.literal('accepted'),
  message: z.string(),
  timestamp: instant,
});

export const submit = route(
  {
    method: 'POST',
    path: '/queries',
    summary: 'Ask a question or give a command',
    body: queryInput,
    output: accepted,
    status: 202,
    idempotent: true,
  },
  ({ principal, body, idempotencyKey }) => queries().submit(principal, body, idempotencyKey),
);

export const list = route(
  {
    method: 'GET',
    path: '/queries',
    summary: 'List queries, newest first',
    query: listQuery.extend({ session_id: z.string().min(1).max(100).optional() }),
    output: listOf('queries', storedQuery),
  },
  ({ principal, query }) => queries().list(principal, query),
);

export const get = route(
  {
    method: 'GET',
    path: '/queries/{query_id}',
    summary: 'Get a query with its answer and execution log',
    params,
    output: answeredQuery,
  },
  ({ principal, params: { query_id } }) => queries().get(principal, query_id),
);

export const remove = route(
  {
    method: 'DELETE',
    path: '/queries/{query_id}',
    summary: 'Delete a query',
    params,
    output: deleted('query_id'),
  },
  ({ principal, params: { query_id } }) => queries().remove(principal, query_id),
);

export const cancel = route(
  {
    method: 'POST',
    path: '/queries/{query_id}/cancel',
    summary: 'Ask a running query to stop',
    params,
    output: storedQuery,
  },
  ({ principal, params: { query_id } }) => queries().cancel(principal, query_id),
);

export const retry = route(
  {
    method: 'POST',
    path: '/queries/{query_id}/retry',
    summary: 'Resume a failed query',
    params,
    output: accepted,
    status: 202,
  },
  ({ principal, params: { query_id } }) => queries().retry(principal, query_id),
);

export const approve = route(
  {
    method: 'POST',
    path: '/queries/{query_id}/approve',
    summary: 'Approve the proposed changes of a command',
    params,
    output: storedQuery,
  },
  ({ principal, params: { query_id } }) => changeSets().approve(principal, query_id),
);

export const reject = route(
  {
    method: 'POST',
    path: '/queries/{query_id}/reject',
    summary: 'Reject the proposed changes of a command',
    params,
    output: storedQuery,
  },
  ({ principal, params: { query_id } }) => changeSets().reject(principal, query_id),
);

export const undo = route(
  {
    method: 'POST',
    path: '/queries/{query_id}/undo',
    summary: 'Put back what a command changed',
    params,
    output: storedQuery,
  },
  ({ principal, params: { query_id } }) => changeSets().undo(principal, query_id),
);

export const handler = serve(submit, list, get, remove, cancel, retry, approve, reject, undo);
