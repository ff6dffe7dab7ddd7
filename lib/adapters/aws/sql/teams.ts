import type { Team } from '../../../domain/team.ts';
import { AppError } from '../../../errors.ts';
import type { TeamStore } from '../../../ports.ts';
import type { Sql } from './client.ts';
import { newestFirst, toPage } from './statements.ts';
import { sqlJson } from './values.ts';
import type { SqlValues } from './values.ts';

type TeamRow = Omit<Team, 'id'>;

const columns = 'team_id, team_name, aliases, members, created_at, updated_at, created_by';
const toTeam = (row: TeamRow): Team => ({ id: row.team_id, ...row });

/** A team may name 500 members of 200 characters: some ten rows of that size fit into one response. */
const TEAMS_A_CALL = 10;

const parameters = (tenantId: string, { id, aliases, members, ...team }: Team): SqlValues => ({
  ...team,
  tenant: tenantId,
  aliases: sqlJson(aliases),
  members: sqlJson(members),
});

async function readAll(sql: Sql, tenantId: string): Promise<Team[]> {
  const teams: TeamRow[] = [];
  for (let full = true; full;) {
    const rows = await sql.rows<TeamRow>(
      `select ${columns} from teams where tenant_id = :tenant and team_id > :after order by team_id limit ${TEAMS_A_CALL}`,
      { tenant: tenantId, after: teams.at(-1)?.team_id ?? '' },
    );
    teams.push(...rows);
    full = rows.length === TEAMS_A_CALL;
  }
  return teams.map(toTeam);
}

export function makeTeamStore(sql: Sql): TeamStore {
  const find: TeamStore['find'] = async (tenantId, teamId) => {
    const text = `select ${columns} from teams where tenant_id = :tenant and team_id = :id`;
    const [row] = await sql.rows<TeamRow>(text, { tenant: tenantId, id: teamId });
    return row && toTeam(row);
  };

  return {
    find,
    all: (tenantId) => readAll(sql, tenantId),
    list: async (tenantId, query) => {
      const { after, tail } = newestFirst(query, 'created_at', 'team_id');
      const [keys, counted] = await Promise.all([
        sql.rows<{ team_id: string; created_at: string }>(
          `select team_id, created_at from teams where tenant_id = :tenant and ${after.text} ${tail.text}`,
          { tenant: tenantId, ...after.values, ...tail.values },
        ),
        sql.rows<{ total: number }>('select count(*) as total from teams where tenant_id = :tenant', {
          tenant: tenantId,
        }),
      ]);
      const page = toPage(
        keys,
        counted[0]?.total ?? 0,
        query,
        (row) => row,
        (row) => [row.created_at, row.team_id],
      );
      const teams = new Map((await readAll(sql, tenantId)).map((team) => [team.team_id, team]));
      const items = page.items.map(({ team_id }) => teams.get(team_id)).filter((team) => team !== undefined);
      return { ...page, items };
    },
    insert: async (tenantId, team) => {
      const written = await sql.run(
        `insert into teams (tenant_id, ${columns})
         values (:tenant, :team_id, :team_name, :aliases::jsonb, :members::jsonb, :created_at::timestamptz,
           :updated_at::timestamptz, :created_by)
         on conflict do nothing`,
        parameters(tenantId, team),
      );
      if (written === 0)
        throw new AppError('CONFLICT', `There already is a team with the id ${team.team_id}.`);
    },
    update: async (tenantId, team) => {
      const { created_at, created_by, ...values } = parameters(tenantId, team);
      const written = await sql.run(
        `update teams set team_name = :team_name, aliases = :aliases::jsonb, members = :members::jsonb,
           updated_at = :updated_at::timestamptz
         where tenant_id = :tenant and team_id = :team_id`,
        values,
      );
      return written > 0;
    },
    remove: async (tenantId, teamId) => {
      const text = 'delete from teams where tenant_id = :tenant and team_id = :id';
      return (await sql.run(text, { tenant: tenantId, id: teamId })) > 0;
    },
  };
}
