import * as z from 'zod';
import { isoNow } from '../domain/metadata.ts';
import type { Principal } from '../domain/principal.ts';
import type { SessionStore } from '../ports/documents.ts';
import type { JobStore } from '../ports/jobs.ts';
import type {
  ConnectionStore,
  LiveConnection,
  LiveHolder,
  LiveTopic,
  Sockets,
  StatusEvent,
  StatusLog,
  TicketStore,
} from '../ports/live.ts';
import type { Clock, Log } from '../ports/world.ts';

export interface LiveStatusPorts {
  tickets: TicketStore;
  connections: ConnectionStore;
  statusLog: StatusLog;
  sockets: Sockets;
  jobs: Pick<JobStore, 'find'>;
  sessions: Pick<SessionStore, 'find'>;
  clock: Pick<Clock, 'now'>;
  log: Log;
}

const TICKET_MS = 60_000;
/** API Gateway ends every connection after two hours. */
const LONGEST_MS = 2 * 3_600_000;
/** API Gateway's limit of a frame is 32 KB; what is longer here is shortened, never split. */
const MAX_MESSAGE = 2_000;
/** Connections that are written to at the same time. */
const BATCH = 25;

const subscription = z.union([
  z.object({
    action: z.literal('subscribe'),
    job_id: z.string().min(1).max(100),
    after: z.int().nonnegative().optional(),
  }),
  z.object({
    action: z.literal('subscribe'),
    session_id: z.string().min(1).max(100),
    after: z.int().nonnegative().optional(),
  }),
]);
type Subscription = z.infer<typeof subscription>;

function parse(body: string | null | undefined): Subscription | undefined {
  try {
    return subscription.safeParse(JSON.parse(body ?? '')).data;
  } catch {
    return undefined;
  }
}

const topicOf = (wanted: Subscription): LiveTopic =>
  'job_id' in wanted ? { jobId: wanted.job_id } : { sessionId: wanted.session_id };

function topicsOf(events: readonly StatusEvent[]): LiveTopic[] {
  const jobs = [...new Set(events.map(({ job_id }) => job_id))].map((jobId) => ({ jobId }));
  const sessions = [...new Set(events.flatMap(({ session_id }) => session_id ?? []))];
  return [...jobs, ...sessions.map((sessionId) => ({ sessionId }))];
}

function toFrame(event: StatusEvent): string {
  const { message } = event;
  return JSON.stringify(
    message.length <= MAX_MESSAGE ? event : { ...event, message: `${message.slice(0, MAX_MESSAGE)}…` },
  );
}

const refusal = (message: string): string => JSON.stringify({ error: message });

/**
 * Progress of jobs over WebSocket. A batch of events is put on record before it is sent, and a subscription stands
 * before it replays the record; so every event reaches a subscriber at least once. Clients order and sift by sequence.
 */
export function makeLiveStatus(ports: LiveStatusPorts) {
  const { tickets, connections, statusLog, sockets, jobs, sessions, clock, log } = ports;

  const end = async (connectionId: string): Promise<void> => {
    await Promise.all([connections.close(connectionId), sockets.end(connectionId)]);
  };

  /** In order. A socket that does not take a frame is ended: its client comes back and names what it has seen. */
  const deliver = async (connection: LiveConnection, frames: readonly string[]): Promise<void> => {
    const { connectionId } = connection;
    if (connection.endsAt <= clock.now()) return end(connectionId);
    for (const frame of frames) {
      const result = await sockets.post(connectionId, frame);
      if (result === 'gone') return connections.close(connectionId);
      if (result === 'failed') {
        log.warn('A status event did not reach its socket.', { connection_id: connectionId });
        return end(connectionId);
      }
    }
  };

  const mayHear = async (tenantId: string, topic: LiveTopic): Promise<boolean> =>
    'jobId' in topic
      ? (await jobs.find({ tenantId, jobId: topic.jobId })) !== undefined
      : (await sessions.find(tenantId, topic.sessionId)) !== undefined;

  const replay = async (connection: LiveConnection, topic: LiveTopic, after: number): Promise<void> => {
    const { tenantId } = connection;
    const jobId = 'jobId' in topic ? topic.jobId : await statusLog.latestJob(tenantId, topic.sessionId);
    if (jobId === undefined) return;
    const missed = await statusLog.after({ tenantId, jobId }, after);
    await deliver(connection, missed.map(toFrame));
  };

  return {
    /** `tokenEndsAt`: when the caller's token expires; the connection will end with it. */
    async issueTicket({ tenantId, userId }: Principal, tokenEndsAt?: Date) {
      const now = clock.now().getTime();
      const endsAt = new Date(Math.min(now + LONGEST_MS, tokenEndsAt?.getTime() ?? Infinity));
      const expiresAt = new Date(now + TICKET_MS);
      const ticket = await tickets.issue({ tenantId, userId, endsAt }, expiresAt);
      return { ticket, expires_at: isoNow(expiresAt) };
    },

    /** Who may connect with this ticket; undefined for nobody. Uses the ticket up. */
    authorise(ticket: string | undefined): Promise<LiveHolder | undefined> {
      return ticket === undefined ? Promise.resolve(undefined) : tickets.redeem(ticket, clock.now());
    },

    connect: (connectionId: string, holder: LiveHolder): Promise<void> =>
      connections.open({ ...holder, connectionId }),

    disconnect: (connectionId: string): Promise<void> => connections.close(connectionId),

    /** A message of a client: `{action: "subscribe", job_id | session_id, after?}`. With `after`, what was missed is sent again. */
    async receive(connectionId: string, body: string | null | undefined): Promise<void> {
      const connection = await connections.find(connectionId);
      if (connection === undefined || connection.endsAt <= clock.now()) return end(connectionId);
      const wanted = parse(body);
      const topic = wanted && topicOf(wanted);
      if (topic === undefined || !(await mayHear(connection.tenantId, topic))) {
        const message =
          topic === undefined
            ? 'Expected {action: "subscribe", job_id | session_id, after?}.'
            : 'There is no such job or session.';
        await sockets.post(connectionId, refusal(message));
        return;
      }
      await connections.subscribe(connection, topic);
      if (wanted?.after !== undefined) await replay(connection, topic, wanted.after);
    },

    /** A batch of events of one tenant: first on record, then to everyone who listens. */
    async publish(tenantId: string, events: readonly StatusEvent[]): Promise<void> {
      await statusLog.append(tenantId, events);
      const listeners = await connections.subscribers(tenantId, topicsOf(events));
      const frames = events.map(toFrame);
      for (let start = 0; start < listeners.length; start += BATCH)
        await Promise.all(listeners.slice(start, start + BATCH).map((listener) => deliver(listener, frames)));
    },
  };
}
export type LiveStatus = ReturnType<typeof makeLiveStatus>;
