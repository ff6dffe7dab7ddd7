import { isoNow } from '../domain/metadata.ts';
import type { Principal } from '../domain/principal.ts';
import type { Change, StoredQuery } from '../domain/query.ts';
import { AppError } from '../errors.ts';
import type { QueryStore } from '../ports/documents.ts';
import type { Clock } from '../ports/world.ts';
import { assertMayWrite, found } from './access.ts';
import type { ChangeApplier } from './apply-changes.ts';
import { summariseChanges } from './commands.ts';

export interface ChangeSetPorts {
  queries: Pick<QueryStore, 'find' | 'transition'>;
  changes: ChangeApplier;
  clock: Pick<Clock, 'now'>;
}

const conflict = (message: string): AppError => new AppError('CONFLICT', message);

/**
 * What a person decides about the change set of a command. An approval first makes the job open again: should this
 * execution end half-way, the sweeper has the engine apply the rest.
 */
export function makeChangeSets({ queries, changes: applier, clock }: ChangeSetPorts) {
  const findOwn = async (principal: Principal, queryId: string): Promise<StoredQuery> => {
    const query = found(await queries.find(principal.tenantId, queryId), 'query', queryId);
    assertMayWrite(principal, query, 'query');
    return query;
  };
  const stepOf = ({ tenantId, userId }: Principal, queryId: string) => ({ tenantId, queryId, by: userId });
  const waiting = (status: StoredQuery['status']): AppError =>
    conflict(`Only a query that waits for approval can be decided on; this one is ${status}.`);

  return {
    async approve(principal: Principal, queryId: string): Promise<StoredQuery> {
      const { tenantId } = principal;
      const query = await findOwn(principal, queryId);
      const approval = { by: principal.userId, at: isoNow(clock.now()) };
      const taken = await queries.transition(tenantId, queryId, ['awaiting_approval'], {
        status: 'accepted',
        approval,
      });
      if (!taken) throw waiting(query.status);
      const changes = await applier.apply(stepOf(principal, queryId), query.changes);
      await queries.transition(tenantId, queryId, ['accepted', 'processing'], {
        status: 'completed',
        changes,
        summary: summariseChanges(undefined, changes),
        completed_at: isoNow(clock.now()),
      });
      return findOwn(principal, queryId);
    },

    async reject(principal: Principal, queryId: string): Promise<StoredQuery> {
      const query = await findOwn(principal, queryId);
      const changes = query.changes.map((change): Change => ({ ...change, state: 'rejected' }));
      const taken = await queries.transition(principal.tenantId, queryId, ['awaiting_approval'], {
        status: 'cancelled',
        changes,
        summary: summariseChanges(undefined, changes),
        completed_at: isoNow(clock.now()),
      });
      if (!taken) throw waiting(query.status);
      return findOwn(principal, queryId);
    },

    /** Puts back what the command changed, except where somebody has changed it since. */
    async undo(principal: Principal, queryId: string): Promise<StoredQuery> {
      const query = await findOwn(principal, queryId);
      if (query.status !== 'completed' || !query.changes.some(({ state }) => state === 'applied'))
        throw conflict('There is nothing to undo: no change of this query is applied.');
      const changes = await applier.undo(stepOf(principal, queryId), query.changes);
      await queries.transition(principal.tenantId, queryId, ['completed'], {
        changes,
        summary: summariseChanges(undefined, changes),
      });
      return findOwn(principal, queryId);
    },
  };
}
