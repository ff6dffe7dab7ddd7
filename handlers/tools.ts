import { tools } from '../lib/app.ts';
import { tool, toolInput, toolPatch } from '../lib/domain/tool.ts';
import { route, serve } from '../lib/http.ts';
import { deleted, idParams, listOf, listQuery } from '../lib/http/answers.ts';

const params = idParams('tool_name');
const roles = ['admin'] as const;

export const create = route(
  {
    method: 'POST',
    path: '/tools',
    summary: 'Register an HTTP endpoint or an MCP server as a tool',
    body: toolInput,
    output: tool,
    status: 201,
    roles,
  },
  ({ principal, body }) => tools().create(principal, body),
);

export const list = route(
  {
    method: 'GET',
    path: '/tools',
    summary: "List the built-in tools and the tenant's own",
    query: listQuery,
    output: listOf('tools', tool),
  },
  ({ principal, query }) => tools().list(principal, query),
);

export const get = route(
  { method: 'GET', path: '/tools/{tool_name}', summary: 'Get a tool', params, output: tool },
  ({ principal, params: { tool_name } }) => tools().get(principal, tool_name),
);

export const update = route(
  {
    method: 'PUT',
    path: '/tools/{tool_name}',
    summary: "Change one of the tenant's own tools; an MCP server is asked for its tools again",
    params,
    body: toolPatch,
    output: tool,
    roles,
  },
  ({ principal, params: { tool_name }, body }) => tools().update(principal, tool_name, body),
);

export const remove = route(
  {
    method: 'DELETE',
    path: '/tools/{tool_name}',
    summary: "Delete one of the tenant's own tools that no agent lists",
    params,
    output: deleted('tool_name'),
    roles,
  },
  ({ principal, params: { tool_name } }) => tools().remove(principal, tool_name),
);

export const handler = serve(create, list, get, update, remove);
