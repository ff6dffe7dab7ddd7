import { teams } from '../lib/app.ts';
import { team, teamInput, teamPatch } from '../lib/domain/team.ts';
import { route, serve } from '../lib/http.ts';
import { deleted, idParams, listOf, listQuery } from '../lib/http/answers.ts';

const params = idParams('team_id');
const roles = ['admin'] as const;

export const create = route(
  {
    method: 'POST',
    path: '/teams',
    summary: 'Create a team',
    body: teamInput,
    output: team,
    status: 201,
    roles,
  },
  ({ principal, body }) => teams().create(principal, body),
);

export const list = route(
  {
    method: 'GET',
    path: '/teams',
    summary: 'List teams',
    query: listQuery,
    output: listOf('teams', team),
  },
  ({ principal, query }) => teams().list(principal, query),
);

export const get = route(
  { method: 'GET', path: '/teams/{team_id}', summary: 'Get a team', params, output: team },
  ({ principal, params: { team_id } }) => teams().get(principal, team_id),
);

export const update = route(
  {
    method: 'PUT',
    path: '/teams/{team_id}',
    summary: 'Change a team',
    params,
    body: teamPatch,
    output: team,
    roles,
  },
  ({ principal, params: { team_id }, body }) => teams().update(principal, team_id, body),
);

export const remove = route(
  {
    method: 'DELETE',
    path: '/teams/{team_id}',
    summary: 'Delete a team',
    params,
    output: deleted('team_id'),
    roles,
  },
  ({ principal, params: { team_id } }) => teams().remove(principal, team_id),
);

export const handler = serve(create, list, get, update, remove);
