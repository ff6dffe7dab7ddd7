import { createHash, randomBytes } from 'node:crypto';
import { compositeKey } from '../../domain/ids.ts';
import type { JobRef } from '../../ports/jobs.ts';
import type {
  ConnectionStore,
  LiveConnection,
  LiveHolder,
  LiveTopic,
  StatusEvent,
  StatusLog,
  TicketStore,
} from '../../ports/live.ts';
import type { Item, Tables } from './document-table.ts';
import { below, exists, missing, queryAll } from './document-table.ts';

type Connections = Pick<Tables, 'connections'>;

const DAY_MS = 86_400_000;
/** DynamoDB removes expired items some time after this second; until then reads have to check by themselves. */
const expiry = (at: Date): number => Math.ceil(at.getTime() / 1_000);

const holderFields = ({ tenantId, userId, endsAt }: LiveHolder) => ({
  tenant_id: tenantId,
  user_id: userId,
  ends_at: endsAt.toISOString(),
});
const toHolder = (item: Item): LiveHolder => ({
  tenantId: item['tenant_id'] as string,
  userId: item['user_id'] as string,
  endsAt: new Date(item['ends_at'] as string),
});
const toConnection = (item: Item): LiveConnection => ({
  ...toHolder(item),
  connectionId: item['connection_id'] as string,
});

/** Tickets are kept as hashes: who reads the table cannot connect. */
export function makeTicketStore({ connections }: Connections): TicketStore {
  const keyOf = (ticket: string) => ({
    pk: compositeKey('ticket', createHash('sha256').update(ticket).digest('base64url')),
    sk: 'ticket',
  });
  return {
    issue: async (holder, expiresAt) => {
      const ticket = randomBytes(32).toString('base64url');
      const item = { ...keyOf(ticket), ...holderFields(holder), usable_until: expiresAt.toISOString() };
      await connections.put({ ...item, expires_at: expiry(expiresAt) });
      return ticket;
    },
    redeem: async (ticket, now) => {
      const item = await connections.remove(keyOf(ticket), exists('pk'));
      const usable = item !== undefined && (item['usable_until'] as string) > now.toISOString();
      return usable ? toHolder(item) : undefined;
    },
  };
}

const topicKey = (tenantId: string, topic: LiveTopic): string =>
  'jobId' in topic
    ? compositeKey('topic', tenantId, 'job', topic.jobId)
    : compositeKey('topic', tenantId, 'session', topic.sessionId);

export function makeConnectionStore({ connections }: Connections): ConnectionStore {
  const keyOf = (connectionId: string) => ({
    pk: compositeKey('connection', connectionId),
    sk: 'connection',
  });
  const fields = (connection: LiveConnection) => ({
    ...holderFields(connection),
    connection_id: connection.connectionId,
    expires_at: expiry(connection.endsAt),
  });
  return {
    open: async (connection) => {
      await connections.put({ ...keyOf(connection.connectionId), ...fields(connection) });
    },
    find: async (connectionId) => {
      const item = await connections.get(keyOf(connectionId));
      return item && toConnection(item);
    },
    close: async (connectionId) => {
      const hash = ['connection_id', connectionId] as const;
      const items = await queryAll(connections, { index: 'by-connection', hash });
      const found = items.map(({ pk, sk }) => ({ pk: pk as string, sk: sk as string }));
      // The index may not know the newest items yet; the connection itself must go in any case.
      const own = keyOf(connectionId);
      await connections.removeMany([own, ...found.filter(({ pk }) => pk !== own.pk)]);
    },
    subscribe: async (connection, topic) => {
      const key = { pk: topicKey(connection.tenantId, topic), sk: connection.connectionId };
      await connections.put({ ...key, ...fields(connection) });
    },
    subscribers: async (tenantId, topics) => {
      const perTopic = topics.map((topic) =>
        queryAll(connections, { hash: ['pk', topicKey(tenantId, topic)] }),
      );
      const items = (await Promise.all(perTopic)).flat();
      const found = items.map(toConnection);
      return [...new Map(found.map((connection) => [connection.connectionId, connection])).values()];
    },
  };
}

const SEQUENCE_DIGITS = 9;
const position = (sequence: number): string => String(sequence).padStart(SEQUENCE_DIGITS, '0');

export function makeStatusLog({ connections }: Connections, clock: { now(): Date }): StatusLog {
  const partition = ({ tenantId, jobId }: JobRef): string => compositeKey('status', tenantId, jobId);
  const latestKey = (tenantId: string, sessionId: string) => ({
    pk: compositeKey('latest', tenantId, sessionId),
    sk: 'latest',
  });
  const pointAt = async (tenantId: string, { session_id, job_id, timestamp }: StatusEvent): Promise<void> => {
    if (session_id === undefined) return;
    const key = latestKey(tenantId, session_id);
    const expires_at = expiry(new Date(clock.now().getTime() + DAY_MS));
    const item = { ...key, job_id, at: timestamp, expires_at };
    if (!(await connections.put(item, missing('pk')))) await connections.put(item, below('at', timestamp));
  };

  return {
    append: async (tenantId, events) => {
      const expires_at = expiry(new Date(clock.now().getTime() + DAY_MS));
      for (const [jobId, ofJob] of Map.groupBy(events, ({ job_id }) => job_id)) {
        const [first] = ofJob;
        if (first === undefined) continue;
        const key = { pk: partition({ tenantId, jobId }), sk: position(first.sequence) };
        await connections.put({ ...key, events: ofJob, expires_at }, missing('pk'));
        if (first.sequence === 1) await pointAt(tenantId, first);
      }
    },
    after: async (ref, sequence) => {
      const items = await queryAll(connections, { hash: ['pk', partition(ref)] });
      const events = items.flatMap((item) => item['events'] as StatusEvent[]);
      return events.filter((event) => event.sequence > sequence);
    },
    lastSequence: async (ref) => {
      const { items } = await connections.query({ hash: ['pk', partition(ref)], descending: true, limit: 1 });
      const events = (items[0]?.['events'] ?? []) as StatusEvent[];
      return events.at(-1)?.sequence ?? 0;
    },
    latestJob: async (tenantId, sessionId) => {
      const item = await connections.get(latestKey(tenantId, sessionId));
      return item?.['job_id'] as string | undefined;
    },
  };
}
