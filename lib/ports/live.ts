/** Live status: events, topics, connections. */
import type { JobRef } from './jobs.ts';

export type LiveStatus =
  | 'loading_agents'
  | 'agent_invoking'
  | 'calling_tool'
  | 'agent_complete'
  | 'agent_error'
  | 'agent_skipped'
  | 'validating'
  | 'synthesizing'
  | 'awaiting_approval'
  | 'complete'
  | 'error'
  | 'cancelled';

export interface StatusEvent {
  job_id: string;
  query_id?: string;
  incident_id?: string;
  session_id?: string;
  sequence: number;
  status: LiveStatus;
  agent_id?: string;
  agent_name?: string;
  message: string;
  timestamp: string;
}

export interface StatusPublisher {
  /** Hands over and returns at once; never throws, never delays a job. */
  publish(tenantId: string, event: StatusEvent): void;
  /** Waits, at most `ms`, for what was handed over. */
  flush(ms: number): Promise<void>;
  /** Of the job's events handed over by earlier executions; 0 when there are none. */
  lastSequence(ref: JobRef): Promise<number>;
}

/** How status events leave the engine: one call per batch, in order. */
export interface StatusTransport {
  /** Resolves when the batch is on record. */
  send(tenantId: string, events: readonly StatusEvent[]): Promise<void>;
}

/** Status events of the last day, for those who reconnect. */
export interface StatusLog {
  /** Idempotent by the first event's sequence. */
  append(tenantId: string, events: readonly StatusEvent[]): Promise<void>;
  /** Events with a greater sequence, in order. */
  after(ref: JobRef, sequence: number): Promise<StatusEvent[]>;
  lastSequence(ref: JobRef): Promise<number>;
  /** The job of the session that last had an event. */
  latestJob(tenantId: string, sessionId: string): Promise<string | undefined>;
}

/** Who holds a live connection, and until when: a connection ends when the token would that it was opened with. */
export interface LiveHolder {
  tenantId: string;
  userId: string;
  endsAt: Date;
}

export interface LiveConnection extends LiveHolder {
  connectionId: string;
}

/** What a connection hears of: one job, or all jobs of a session. */
export type LiveTopic = { jobId: string } | { sessionId: string };

export interface TicketStore {
  /** An unguessable ticket, good once, until `expiresAt`. */
  issue(holder: LiveHolder, expiresAt: Date): Promise<string>;
  /** Uses the ticket up; undefined for one that is unknown, used or expired at `now`. */
  redeem(ticket: string, now: Date): Promise<LiveHolder | undefined>;
}

export interface ConnectionStore {
  open(connection: LiveConnection): Promise<void>;
  find(connectionId: string): Promise<LiveConnection | undefined>;
  /** With all of its subscriptions. */
  close(connectionId: string): Promise<void>;
  subscribe(connection: LiveConnection, topic: LiveTopic): Promise<void>;
  /** Connections subscribed to any of the topics, each once. */
  subscribers(tenantId: string, topics: readonly LiveTopic[]): Promise<LiveConnection[]>;
}

export interface Sockets {
  /** `gone`: the connection has ended; `failed`: it may still be there. Never throws. */
  post(connectionId: string, frame: string): Promise<'sent' | 'gone' | 'failed'>;
  /** Ends a connection; nothing happens when it has ended already. */
  end(connectionId: string): Promise<void>;
}
