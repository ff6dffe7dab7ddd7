import * as z from 'zod';
import { sessions } from '../lib/app.ts';
import { message, session, sessionInput, sessionPatch } from '../lib/domain/session.ts';
import { route, serve } from '../lib/http.ts';
import { deleted, idParams, listOf, listQuery } from '../lib/http/answers.ts';

const params = idParams('session_id');

export const create = route(
  {
    method: 'POST',
    path: '/sessions',
    summary: 'Open a session',
    body: sessionInput,
    output: session,
    status: 201,
  },
  ({ principal, body }) => sessions().create(principal, body),
);

export const list = route(
  {
    method: 'GET',
    path: '/sessions',
    summary: 'List sessions, newest activity first',
    query: listQuery,
    output: listOf('sessions', session),
  },
  ({ principal, query }) => sessions().list(principal, query),
);

export const get = route(
  {
    method: 'GET',
    path: '/sessions/{session_id}',
    summary: 'Get a session with its messages',
    params,
    output: session.extend({ messages: z.array(message) }),
  },
  ({ principal, params: { session_id } }) => sessions().get(principal, session_id),
);

export const update = route(
  {
    method: 'PUT',
    path: '/sessions/{session_id}',
    summary: 'Rename a session',
    params,
    body: sessionPatch,
    output: session,
  },
  ({ principal, params: { session_id }, body }) => sessions().rename(principal, session_id, body.title),
);

export const remove = route(
  {
    method: 'DELETE',
    path: '/sessions/{session_id}',
    summary: 'Delete a session with its messages',
    params,
    output: deleted('session_id'),
  },
  ({ principal, params: { session_id } }) => sessions().remove(principal, session_id),
);

export const handler = serve(create, list, get, update, remove);
