import { proposeChange } from '../domain/change-set.ts';
import type { WantedChanges } from '../domain/change-set.ts';
import type { ReportFilter } from '../domain/filter.ts';
import { MAX_PAGE } from '../domain/page.ts';
import { mayWrite } from '../domain/principal.ts';
import type { Principal } from '../domain/principal.ts';
import type { Change, FieldChanges, Interpretation } from '../domain/query.ts';
import { fieldChanges } from '../domain/query.ts';
import type { AgentRun } from '../domain/run.ts';
import type { Team, User } from '../domain/team.ts';
import type { ReportStore } from '../ports/documents.ts';
import type { ReportIndex } from '../ports/relational.ts';

/** A change set lives on the query's item; more reports than this are not changed by one command. */
export const MAX_CHANGES = 500;

/** The allowed fields among what the management agents say under `changes`; a later agent of the playbook stands. */
export function saidChanges(runs: readonly AgentRun[]): FieldChanges {
  const said: Record<string, unknown> = {};
  for (const { status, output } of runs) {
    const changes = status === 'success' ? (output as { changes?: unknown } | null)?.changes : undefined;
    if (typeof changes !== 'object' || changes === null) continue;
    for (const [name, value] of Object.entries(changes as Record<string, unknown>)) {
      const one = fieldChanges.safeParse({ [name]: value });
      if (one.success && value !== undefined) Object.assign(said, one.data);
    }
  }
  return said;
}

const isCalled = (name: string, ...names: readonly string[]): boolean =>
  names.some((known) => known.trim().toLowerCase() === name.trim().toLowerCase());

/** A known team or user is stored by id, anything else as it was given. */
export function resolveAssignee(
  changes: FieldChanges,
  teams: readonly Team[],
  users: readonly User[],
): WantedChanges {
  const { assignee } = changes;
  if (assignee === undefined) return changes;
  if (assignee === null) return { ...changes, assignee_name: null };
  const team = teams.find(({ team_id, team_name, aliases }) =>
    isCalled(assignee, team_id, team_name, ...aliases),
  );
  if (team !== undefined) return { ...changes, assignee: team.team_id, assignee_name: team.team_name };
  const user = users.find(({ user_id, username }) => isCalled(assignee, user_id, username));
  if (user !== undefined) return { ...changes, assignee: user.user_id, assignee_name: user.username };
  return { ...changes, assignee_name: assignee, unknown_assignee: true };
}

/** Ids of the selected reports, at most `limit`; `total` counts all that the filter selects. */
async function select(
  index: Pick<ReportIndex, 'list'>,
  tenantId: string,
  filter: ReportFilter,
  { limit, order }: Pick<Interpretation, 'limit' | 'order'>,
): Promise<{ ids: string[]; total: number }> {
  const wanted = limit ?? MAX_CHANGES;
  const ids: string[] = [];
  let cursor: string | undefined;
  let total = 0;
  do {
    const page = { page: 1, limit: Math.min(MAX_PAGE, wanted - ids.length), cursor };
    const found = await index.list(tenantId, filter, page, order === 'asc' ? 'oldest' : 'newest');
    ids.push(...found.items.map(({ incident_id }) => incident_id));
    total = found.total;
    cursor = found.nextCursor;
  } while (cursor !== undefined && ids.length < wanted);
  return { ids: [...new Set(ids)], total: limit === undefined ? total : Math.min(limit, total) };
}

export interface Proposal {
  changes: Change[];
  /** Reports that the filter selects. */
  selected: number;
  /** Selected, but the person may not change them. */
  forbidden: number;
  /** Selected, and as wanted already. */
  unchanged: number;
}

/** What the wanted changes mean for each selected report, by code, from the reports as they are stored. Writes nothing. */
export async function proposeChanges(
  ports: { index: Pick<ReportIndex, 'list'>; reports: Pick<ReportStore, 'findMany'> },
  principal: Pick<Principal, 'tenantId' | 'userId' | 'role'>,
  interpretation: Interpretation,
  wanted: WantedChanges,
): Promise<Proposal> {
  const { tenantId } = principal;
  const { ids, total } = await select(ports.index, tenantId, interpretation.filters, interpretation);
  if (total > MAX_CHANGES) return { changes: [], selected: total, forbidden: 0, unchanged: 0 };
  const stored = new Map(
    (await ports.reports.findMany(tenantId, ids)).map((report) => [report.incident_id, report]),
  );
  const reports = ids.flatMap((id) => stored.get(id) ?? []);
  const permitted = reports.filter((report) => mayWrite({ ...principal, username: '' }, report));
  const changes = permitted.flatMap((report) => proposeChange(report, wanted) ?? []);
  return {
    changes,
    selected: reports.length,
    forbidden: reports.length - permitted.length,
    unchanged: permitted.length - changes.length,
  };
}
