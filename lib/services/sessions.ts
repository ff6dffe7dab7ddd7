import type { PageQuery } from '../domain/page.ts';
import type { Principal } from '../domain/principal.ts';
import type { Message, Session, SessionInput } from '../domain/session.ts';
import { notFound } from '../errors.ts';
import type { SessionStore } from '../ports/documents.ts';
import type { DomainStore } from '../ports/relational.ts';
import type { Clock, Ids } from '../ports/world.ts';
import { assertMayWrite, found } from './access.ts';
import { toList } from './listing.ts';

export interface SessionPorts {
  sessions: SessionStore;
  domains: Pick<DomainStore, 'find'>;
  ids: Ids;
  clock: Clock;
}

/** Conversations: what was asked and answered, in order. */
export function makeSessions({ sessions, domains, ids, clock }: SessionPorts) {
  const find = async ({ tenantId }: Principal, sessionId: string): Promise<Session> =>
    found(await sessions.find(tenantId, sessionId), 'session', sessionId);

  const assertMine = async (principal: Principal, sessionId: string): Promise<void> => {
    assertMayWrite(principal, await find(principal, sessionId), 'session');
  };

  return {
    async create(principal: Principal, { domain_id, title }: SessionInput): Promise<Session> {
      found(await domains.find(principal.tenantId, domain_id), 'domain', domain_id);
      const id = ids.next('ses');
      const now = clock.now().toISOString();
      const session: Session = {
        id,
        session_id: id,
        title,
        domain_id,
        message_count: 0,
        last_activity: now,
        created_at: now,
        updated_at: now,
        created_by: principal.userId,
      };
      await sessions.insert(principal.tenantId, session);
      return session;
    },

    /** Newest activity first. */
    async list(principal: Principal, query: PageQuery) {
      const { items, pagination } = toList(principal, await sessions.list(principal.tenantId, query), query);
      return { sessions: items, pagination };
    },

    async get(principal: Principal, sessionId: string): Promise<Session & { messages: Message[] }> {
      const session = await find(principal, sessionId);
      return { ...session, messages: await sessions.listMessages(principal.tenantId, sessionId) };
    },

    async rename(principal: Principal, sessionId: string, title: string): Promise<Session> {
      await assertMine(principal, sessionId);
      const now = clock.now().toISOString();
      if (!(await sessions.rename(principal.tenantId, sessionId, title, now))) {
        throw notFound('session', sessionId);
      }
      return find(principal, sessionId);
    },

    /** With its messages. */
    async remove(principal: Principal, sessionId: string): Promise<{ message: string; session_id: string }> {
      await assertMine(principal, sessionId);
      if (!(await sessions.remove(principal.tenantId, sessionId))) throw notFound('session', sessionId);
      return { message: 'The session and its messages were deleted.', session_id: sessionId };
    },
  };
}
