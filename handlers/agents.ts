import * as z from 'zod';
import { agents, agentTests } from '../lib/app.ts';
import {
  agent,
  agentClass,
  agentInput,
  agentPatch,
  agentVersion,
  dependencyGraph,
} from '../lib/domain/agent.ts';
import { domainId } from '../lib/domain/domain.ts';
import { pagination } from '../lib/domain/page.ts';
import { MAX_TEXT } from '../lib/domain/report.ts';
import { toolCall, usage } from '../lib/domain/run.ts';
import { route, serve } from '../lib/http.ts';
import { deleted, flag, idParams, listOf, listQuery } from '../lib/http/answers.ts';

const params = idParams('agent_id');

export const create = route(
  {
    method: 'POST',
    path: '/agents',
    summary: 'Create an agent',
    body: agentInput,
    output: agent,
    status: 201,
    review: (principal, parts) => agents().review(principal, parts),
  },
  ({ principal, body }) => agents().create(principal, body),
);

export const list = route(
  {
    method: 'GET',
    path: '/agents',
    summary: 'List agents',
    query: listQuery.extend({ agent_class: agentClass.optional(), enabled: flag.optional() }),
    output: listOf('agents', agent),
  },
  ({ principal, query }) => agents().list(principal, query),
);

export const get = route(
  {
    method: 'GET',
    path: '/agents/{agent_id}',
    summary: 'Get an agent with the graph of its dependencies',
    params,
    output: agent.extend({ dependency_graph: dependencyGraph }),
  },
  ({ principal, params: { agent_id } }) => agents().get(principal, agent_id),
);

export const update = route(
  {
    method: 'PUT',
    path: '/agents/{agent_id}',
    summary: 'Change an agent',
    params,
    body: agentPatch,
    output: agent,
    review: (principal, parts, { agent_id }) => agents().review(principal, { ...parts, agent_id }),
  },
  ({ principal, params: { agent_id }, body }) => agents().update(principal, agent_id, body),
);

export const remove = route(
  {
    method: 'DELETE',
    path: '/agents/{agent_id}',
    summary: 'Delete an agent that nothing uses',
    params,
    output: deleted('agent_id'),
  },
  ({ principal, params: { agent_id } }) => agents().remove(principal, agent_id),
);

export const versions = route(
  {
    method: 'GET',
    path: '/agents/{agent_id}/versions',
    summary: 'List the versions of an agent, newest first',
    params,
    output: z.object({ versions: z.array(agentVersion), pagination }),
  },
  ({ principal, params: { agent_id } }) => agents().versions(principal, agent_id),
);

export const restore = route(
  {
    method: 'POST',
    path: '/agents/{agent_id}/versions/{version}/restore',
    summary: 'Make the content of an earlier version the newest one',
    params: params.extend({ version: z.coerce.number().int().positive().max(1_000_000_000) }),
    output: agent,
  },
  ({ principal, params: { agent_id, version } }) => agents().restore(principal, agent_id, version),
);

export const test = route(
  {
    method: 'POST',
    path: '/agents/{agent_id}/test',
    summary: 'Try an agent on one input; nothing is stored',
    params,
    body: z.object({ text: z.string().trim().min(1).max(MAX_TEXT), domain_id: domainId.optional() }),
    output: z.object({
      agent_id: z.string(),
      status: z.enum(['success', 'error']),
      error_message: z.string().optional(),
      output: z.record(z.string(), z.unknown()).nullable(),
      reasoning: z.string(),
      tool_calls: z.array(toolCall),
      usage,
      model: z.string(),
      duration_ms: z.number(),
    }),
  },
  ({ principal, params: { agent_id }, body }) => agentTests().run(principal, agent_id, body),
);

export const handler = serve(create, list, get, update, remove, versions, restore, test);
