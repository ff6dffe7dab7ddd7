import { compositeKey } from '../../domain/ids.ts';
import type { Message, Session } from '../../domain/session.ts';
import { notFound, versionConflict } from '../../errors.ts';
import type { SessionStore } from '../../ports/documents.ts';
import type { Item, Selection, Tables } from './document-table.ts';
import { all, below, exists, missing, queryAll } from './document-table.ts';
import { listPage } from './list-pages.ts';

/** Sessions and their messages. The count of messages is counted, not added up, so that no repetition can falsify it. */
export function makeSessionStore({
  sessions,
  messages,
}: Pick<Tables, 'sessions' | 'messages'>): SessionStore {
  const key = (tenantId: string, sessionId: string) => ({ tenant_id: tenantId, session_id: sessionId });
  const messagesOf = (tenantId: string, sessionId: string): Selection => ({
    hash: ['pk', compositeKey(tenantId, sessionId)],
  });
  const toSession = ({ tenant_id, ...session }: Item): Session => session as Session;

  const load = async (items: Item[]): Promise<Session[]> => {
    const keys = items.map((item) => key(item['tenant_id'] as string, item['session_id'] as string));
    const found = new Map(
      (await sessions.getMany(keys)).map((item) => [item['session_id'], toSession(item)]),
    );
    return items.flatMap(({ session_id }) => found.get(session_id) ?? []);
  };

  const find = async (tenantId: string, sessionId: string): Promise<Session | undefined> => {
    const item = await sessions.get(key(tenantId, sessionId));
    return item && toSession(item);
  };

  return {
    list: (tenantId, query) => {
      const selection: Selection = { index: 'activity', hash: ['tenant_id', tenantId], descending: true };
      const cursorKeys = {
        toCursor: ({ session_id, last_activity }: Item) => ({
          id: session_id as string,
          at: last_activity as string,
        }),
        toKey: ({ id = '', at = '' }: Readonly<Record<string, string>>) => ({
          ...key(tenantId, id),
          last_activity: at,
        }),
      };
      return listPage(sessions, selection, query, cursorKeys, load);
    },

    find,

    insert: async (tenantId, session) => {
      const written = await sessions.put({ ...session, tenant_id: tenantId }, missing('session_id'));
      if (!written) throw versionConflict(undefined);
    },

    rename: async (tenantId, sessionId, title, at) => {
      const change = { set: { title, updated_at: at } };
      return (await sessions.update(key(tenantId, sessionId), change, exists('session_id'))) !== undefined;
    },

    remove: async (tenantId, sessionId) => {
      const removed = await sessions.remove(key(tenantId, sessionId));
      const items = await queryAll(messages, messagesOf(tenantId, sessionId));
      await messages.removeMany(items.map(({ pk, sk }) => ({ pk: pk as string, sk: sk as string })));
      return removed !== undefined;
    },

    append: async (tenantId, sessionId, message) => {
      if ((await find(tenantId, sessionId)) === undefined) throw notFound('session', sessionId);
      const pk = compositeKey(tenantId, sessionId);
      await messages.put({ pk, sk: message.message_id, message }, missing('pk'));
      const count = await messages.count(messagesOf(tenantId, sessionId));
      const session = key(tenantId, sessionId);
      const known = exists('session_id');
      await sessions.update(
        session,
        { set: { message_count: count } },
        all(known, below('message_count', count)),
      );
      const activity = { set: { last_activity: message.timestamp } };
      await sessions.update(session, activity, all(known, below('last_activity', message.timestamp)));
    },

    listMessages: async (tenantId, sessionId) => {
      const items = await queryAll(messages, messagesOf(tenantId, sessionId));
      return items
        .map(({ message }) => message as Message)
        .sort((a, b) => a.timestamp.localeCompare(b.timestamp) || a.message_id.localeCompare(b.message_id));
    },
  };
}
