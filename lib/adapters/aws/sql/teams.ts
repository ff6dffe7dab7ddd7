import type { Team } from '../../../domain/team.ts';
import { AppError } from '../../../errors.ts';
import type { TeamStore } from '../../../ports/relational.ts';
import type { Sql } from './client.ts';
import { firstChunk, readDocuments } from './documents.ts';
import type { DocumentHead } from './documents.ts';
import { newestFirst, toPage } from './statements.ts';
import { sqlJson } from './values.ts';

interface HeadRow extends DocumentHead {
  created_at: string;
  updated_at: string;
  created_by: string;
}

const HEADS_A_CALL = 100;
const headColumns = `h.tenant_id as owner, h.team_id as id, h.version, h.created_at, h.updated_at, h.created_by,
  ${firstChunk('v.document')}`;
const current = 'teams h join team_versions v using (tenant_id, team_id, version)';

const toDocument = ({ team_name, aliases, members }: Team) => sqlJson({ team_name, aliases, members });
const writeVersion = `insert into team_versions (tenant_id, team_id, version, document)
  select :tenant, :id, head.version, :document::json from head`;

async function toTeams(sql: Sql, rows: readonly HeadRow[]): Promise<Team[]> {
  const documents = await readDocuments(sql, 'team_versions', 'team_id', rows);
  return rows.map(({ id, created_at, updated_at, created_by }, index) => ({
    id,
    team_id: id,
    ...(documents[index] as Pick<Team, 'team_name' | 'aliases' | 'members'>),
    created_at,
    updated_at,
    created_by,
  }));
}

/** A team's names and members may be larger than a row of the Data API, hence versions as documents. */
export function makeTeamStore(sql: Sql): TeamStore {
  return {
    find: async (tenantId, teamId) => {
      const text = `select ${headColumns} from ${current} where h.tenant_id = :tenant and h.team_id = :id`;
      const rows = await sql.rows<HeadRow>(text, { tenant: tenantId, id: teamId });
      return (await toTeams(sql, rows))[0];
    },
    all: async (tenantId) => {
      const heads: HeadRow[] = [];
      for (let full = true; full;) {
        const rows = await sql.rows<HeadRow>(
          `select ${headColumns} from ${current} where h.tenant_id = :tenant and h.team_id > :after
           order by h.team_id limit ${HEADS_A_CALL}`,
          { tenant: tenantId, after: heads.at(-1)?.id ?? '' },
        );
        heads.push(...rows);
        full = rows.length === HEADS_A_CALL;
      }
      return toTeams(sql, heads);
    },
    list: async (tenantId, query) => {
      const { after, tail } = newestFirst(query, 'h.created_at', 'h.team_id');
      const [heads, counted] = await Promise.all([
        sql.rows<HeadRow>(
          `select ${headColumns} from ${current} where h.tenant_id = :tenant and ${after.text} ${tail.text}`,
          { tenant: tenantId, ...after.values, ...tail.values },
        ),
        sql.rows<{ total: number }>('select count(*) as total from teams where tenant_id = :tenant', {
          tenant: tenantId,
        }),
      ]);
      const position = (row: HeadRow): unknown => [row.created_at, row.id];
      const page = toPage(heads, counted[0]?.total ?? 0, query, (row) => row, position);
      return { ...page, items: await toTeams(sql, page.items) };
    },
    insert: async (tenantId, team) => {
      const written = await sql.run(
        `with head as (
           insert into teams (tenant_id, team_id, version, created_at, updated_at, created_by)
           values (:tenant, :id, 1, :created_at::timestamptz, :updated_at::timestamptz, :created_by)
           on conflict do nothing returning version)
         ${writeVersion}`,
        {
          tenant: tenantId,
          id: team.team_id,
          created_at: team.created_at,
          updated_at: team.updated_at,
          created_by: team.created_by,
          document: toDocument(team),
        },
      );
      if (written === 0)
        throw new AppError('CONFLICT', `There already is a team with the id ${team.team_id}.`);
    },
    update: async (tenantId, team) => {
      const written = await sql.run(
        `with head as (
           update teams set version = version + 1, updated_at = :updated_at::timestamptz
           where tenant_id = :tenant and team_id = :id returning version)
         ${writeVersion}`,
        { tenant: tenantId, id: team.team_id, updated_at: team.updated_at, document: toDocument(team) },
      );
      return written > 0;
    },
    remove: async (tenantId, teamId) => {
      const text = 'delete from teams where tenant_id = :tenant and team_id = :id';
      return (await sql.run(text, { tenant: tenantId, id: teamId })) > 0;
    },
  };
}
