import * as z from 'zod';
import { domains } from '../lib/app.ts';
import { domain, domainInput, domainPatch } from '../lib/domain/domain.ts';
import { route, serve } from '../lib/http.ts';
import { deleted, idParams, listOf, listQuery } from '../lib/http/answers.ts';

const params = idParams('domain_id');
const reviewed = domain.extend({ warnings: z.array(z.string()) });

export const create = route(
  {
    method: 'POST',
    path: '/domains',
    summary: 'Create a domain',
    body: domainInput,
    output: reviewed,
    status: 201,
    review: (principal, parts) => domains().review(principal, parts),
  },
  ({ principal, body }) => domains().create(principal, body),
);

export const list = route(
  {
    method: 'GET',
    path: '/domains',
    summary: 'List domains',
    query: listQuery,
    output: listOf('domains', domain),
  },
  ({ principal, query }) => domains().list(principal, query),
);

export const get = route(
  {
    method: 'GET',
    path: '/domains/{domain_id}',
    summary: 'Get a domain with its three playbooks',
    params,
    output: domain,
  },
  ({ principal, params: { domain_id } }) => domains().get(principal, domain_id),
);

export const update = route(
  {
    method: 'PUT',
    path: '/domains/{domain_id}',
    summary: 'Change a domain',
    params,
    body: domainPatch,
    output: reviewed,
    review: (principal, parts) => domains().review(principal, parts),
  },
  ({ principal, params: { domain_id }, body }) => domains().update(principal, domain_id, body),
);

export const remove = route(
  {
    method: 'DELETE',
    path: '/domains/{domain_id}',
    summary: 'Delete a domain',
    params,
    output: deleted('domain_id'),
  },
  ({ principal, params: { domain_id } }) => domains().remove(principal, domain_id),
);

export const handler = serve(create, list, get, update, remove);
