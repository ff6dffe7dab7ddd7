import { describeChanges } from '../domain/change-set.ts';
import type { WantedChanges } from '../domain/change-set.ts';
import type { Role } from '../domain/principal.ts';
import type { Change, Interpretation, StoredQuery } from '../domain/query.ts';
import type { Team, User } from '../domain/team.ts';
import type { ReportStore } from '../ports/documents.ts';
import type { JobWork } from '../ports/jobs.ts';
import type { ReportIndex } from '../ports/relational.ts';
import { bulletsOf, mapOf, referencedRows, toReference } from './answer.ts';
import type { ChangeApplier } from './apply-changes.ts';
import { MAX_CHANGES, proposeChanges, resolveAssignee, saidChanges } from './propose-changes.ts';
import type { Proposal } from './propose-changes.ts';

/** A command that would change more reports than this waits for a person. */
export const MAX_UNAPPROVED = 25;

export interface CommandPorts {
  index: Pick<ReportIndex, 'list'>;
  reports: Pick<ReportStore, 'findMany'>;
  changes: ChangeApplier;
}

const reportsOf = (count: number): string => (count === 1 ? '1 report' : `${count} reports`);

/** Why nothing is to be changed, in words; undefined when something is. */
function reasonForNothing(wanted: WantedChanges, proposal: Proposal): string | undefined {
  const { changes, selected, forbidden } = proposal;
  if (Object.keys(wanted).length === 0) return 'No change was found in the command, so nothing was written.';
  if (selected > MAX_CHANGES)
    return `The command would change ${reportsOf(selected)}; one command changes at most ${MAX_CHANGES}. Nothing was written.`;
  if (selected === 0) return 'No report matches the command, so nothing was written.';
  if (changes.length > 0) return undefined;
  if (forbidden > 0)
    return `Only an admin, or who created them, may change the ${reportsOf(selected)} that match. Nothing was written.`;
  return `The ${reportsOf(selected)} that match are as wanted already. Nothing was written.`;
}

/** What became of a change set, in words; every number is counted from it. */
export function summariseChanges(
  wanted: WantedChanges | undefined,
  changes: readonly Change[],
  asides: readonly string[] = [],
) {
  const count = (state: Change['state']): number => changes.filter((change) => change.state === state).length;
  const what = wanted === undefined ? '' : `: ${describeChanges(wanted)}`;
  const unknown = changes.some(({ unknown_assignee }) => unknown_assignee);
  return [
    count('proposed') > 0 && `${reportsOf(count('proposed'))} would be changed${what}. Waiting for approval.`,
    count('applied') > 0 && `${reportsOf(count('applied'))} changed${what}.`,
    count('undone') > 0 && `${reportsOf(count('undone'))} put back as before.`,
    count('rejected') > 0 && 'The proposed changes were rejected; nothing was written.',
    count('conflict') > 0 &&
      `${reportsOf(count('conflict'))} left alone, because somebody else has changed them.`,
    unknown && 'No team or user has the name that was given; it is stored as given.',
    ...asides,
  ]
    .filter((sentence) => typeof sentence === 'string')
    .join(' ');
}

function asidesOf({ forbidden, unchanged }: Proposal): string[] {
  return [
    ...(forbidden > 0
      ? [`${reportsOf(forbidden)} left alone, because only an admin or their creator may change them.`]
      : []),
    ...(unchanged > 0 ? [`${reportsOf(unchanged)} left alone, because they are as wanted already.`] : []),
  ];
}

const roleOf = (users: readonly User[], userId: string): Role => {
  const role = users.find(({ user_id }) => user_id === userId)?.role;
  return role === 'admin' || role === 'analyst' ? role : 'member';
};

/**
 * Carries out a command in steps that a crash between any two leaves repeatable: propose from the reports as they are,
 * put the proposal on record, apply it. A proposal on record is never made anew.
 */
export function makeCommands({ index, reports, changes: applier }: CommandPorts) {
  const applyProposed = async (work: JobWork, query: StoredQuery, proposed: readonly Change[]) => {
    const by = query.approval?.by ?? query.created_by;
    return applier.apply({ tenantId: work.job.ref.tenantId, queryId: query.query_id, by }, proposed);
  };

  const outcome = async (
    work: JobWork,
    interpretation: Interpretation,
    changes: Change[],
    summary: string,
  ) => {
    const { tenantId } = work.job.ref;
    const rows = await referencedRows(
      index,
      tenantId,
      changes.map(({ incident_id }) => incident_id),
    );
    return {
      mode: 'management' as const,
      interpretation,
      bullets: bulletsOf(work.runs),
      changes,
      summary,
      references_used: rows.map(toReference),
      map_data: mapOf(rows),
    };
  };

  const propose = async (
    work: JobWork,
    interpretation: Interpretation,
    wanted: WantedChanges,
    users: readonly User[],
  ): Promise<Proposal> => {
    const nothing = { changes: [], selected: 0, forbidden: 0, unchanged: 0 };
    if (interpretation.intent !== 'command' || Object.keys(wanted).length === 0) return nothing;
    const { tenantId } = work.job.ref;
    const userId = work.job.createdBy;
    const principal = { tenantId, userId, role: roleOf(users, userId) };
    return proposeChanges({ index, reports }, principal, interpretation, wanted);
  };

  return {
    async carryOut(
      work: JobWork,
      query: StoredQuery,
      interpretation: Interpretation,
      { teams, users }: { teams: readonly Team[]; users: readonly User[] },
    ) {
      const intended = interpretation.intent === 'command' ? saidChanges(work.runs) : {};
      const wanted = resolveAssignee(intended, teams, users);
      if (query.changes.length > 0) {
        const changes = await applyProposed(work, query, query.changes);
        return {
          status: 'completed' as const,
          ...(await outcome(work, interpretation, changes, summariseChanges(wanted, changes))),
        };
      }
      const proposal = await propose(work, interpretation, wanted, users);
      const nothing = reasonForNothing(wanted, proposal);
      if (nothing !== undefined)
        return {
          status: 'completed' as const,
          ...(await outcome(work, interpretation, [], withDoubts(nothing, interpretation))),
        };
      if (interpretation.ambiguous || proposal.changes.length > MAX_UNAPPROVED) {
        const summary = summariseChanges(wanted, proposal.changes, asidesOf(proposal));
        const waiting = await outcome(
          work,
          interpretation,
          proposal.changes,
          withDoubts(summary, interpretation),
        );
        return { status: 'awaiting_approval' as const, ...waiting };
      }
      await work.save({ query: { changes: proposal.changes } });
      const changes = await applyProposed(work, query, proposal.changes);
      const summary = summariseChanges(wanted, changes, asidesOf(proposal));
      return {
        status: 'completed' as const,
        ...(await outcome(work, interpretation, changes, withDoubts(summary, interpretation))),
      };
    },
  };
}

const withDoubts = (summary: string, { doubts }: Interpretation): string =>
  [summary, ...doubts.map(sentence)].join(' ');

const sentence = (doubt: string): string => {
  const text = doubt.charAt(0).toUpperCase() + doubt.slice(1);
  return /[.!?]$/.test(text) ? text : `${text}.`;
};
