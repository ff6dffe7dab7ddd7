import type { PageQuery } from '../domain/page.ts';
import type { Principal } from '../domain/principal.ts';
import type { Team, TeamInput, TeamPatch } from '../domain/team.ts';
import { notFound } from '../errors.ts';
import type { TeamStore } from '../ports/relational.ts';
import type { Clock } from '../ports/world.ts';
import { found } from './access.ts';
import { sentFields } from './changes.ts';
import { toList } from './listing.ts';

/** Who reports are assigned to. Writing is for admins, which the routes say. */
export function makeTeams({ teams, clock }: { teams: TeamStore; clock: Clock }) {
  const get = async ({ tenantId }: Principal, teamId: string): Promise<Team> =>
    found(await teams.find(tenantId, teamId), 'team', teamId);

  return {
    get,

    async list(principal: Principal, query: PageQuery) {
      const { items, pagination } = toList(principal, await teams.list(principal.tenantId, query), query);
      return { teams: items, pagination };
    },

    async create({ tenantId, userId }: Principal, input: TeamInput): Promise<Team> {
      const now = clock.now().toISOString();
      const team: Team = {
        ...input,
        id: input.team_id,
        created_at: now,
        updated_at: now,
        created_by: userId,
      };
      await teams.insert(tenantId, team);
      return team;
    },

    async update(principal: Principal, teamId: string, patch: TeamPatch): Promise<Team> {
      const current = await get(principal, teamId);
      const next: Team = { ...current, ...sentFields(patch), updated_at: clock.now().toISOString() };
      if (!(await teams.update(principal.tenantId, next))) throw notFound('team', teamId);
      return next;
    },

    async remove({ tenantId }: Principal, teamId: string): Promise<{ message: string; team_id: string }> {
      if (!(await teams.remove(tenantId, teamId))) throw notFound('team', teamId);
      return { message: 'The team was deleted.', team_id: teamId };
    },
  };
}
