import { describe, expect, it } from '@jest/globals';
import { makeJobStore } from '../../../lib/adapters/documents/job-store.ts';
import {
  makeConnectionStore,
  makeStatusLog,
  makeTicketStore,
} from '../../../lib/adapters/documents/live-stores.ts';
import { makeQueryStore } from '../../../lib/adapters/documents/query-store.ts';
import { makeSessionStore } from '../../../lib/adapters/documents/session-store.ts';
import { makeMemoryTables } from '../../../lib/adapters/memory/memory-table.ts';
import type { Sockets, StatusEvent } from '../../../lib/ports/live.ts';
import { makeLiveStatus } from '../../../lib/services/live-status.ts';
import { aQuery, makeManualClock } from '../../support/documents.ts';
import { silentLog } from '../../support/engine.ts';

const principal = { tenantId: 'tenant-a', userId: 'user-1', username: 'Ann', role: 'member' as const };

async function setUp() {
  const clock = makeManualClock();
  const tables = makeMemoryTables();
  const sent = new Map<string, { sequence?: number; error?: string; message?: string }[]>();
  const gone = new Set<string>();
  const ended: string[] = [];
  const sockets: Sockets = {
    post: (id, frame) => {
      if (gone.has(id)) return Promise.resolve('gone');
      expect(Buffer.byteLength(frame)).toBeLessThan(32 * 1024);
      sent.set(id, [...(sent.get(id) ?? []), JSON.parse(frame) as { sequence?: number }]);
      return Promise.resolve('sent');
    },
    end: (id) => Promise.resolve(void ended.push(id)),
  };
  const connections = makeConnectionStore(tables);
  const live = makeLiveStatus({
    tickets: makeTicketStore(tables),
    connections,
    statusLog: makeStatusLog(tables, clock),
    sockets,
    jobs: makeJobStore(tables, clock),
    sessions: makeSessionStore(tables),
    clock,
    log: silentLog,
  });
  const query = aQuery();
  await makeQueryStore(tables, clock).insert('tenant-a', query, { fingerprint: 'f' });
  const { job_id } = query;
  const connect = async (id: string, tokenEndsAt?: Date) => {
    const { ticket } = await live.issueTicket(principal, tokenEndsAt);
    const holder = await live.authorise(ticket);
    if (holder === undefined) throw new Error('not let in');
    await live.connect(id, holder);
  };
  const subscribe = (id: string, after?: number, jobId = job_id) =>
    live.receive(id, JSON.stringify({ action: 'subscribe', job_id: jobId, after }));
  const event = (sequence: number, fields: Partial<StatusEvent> = {}): StatusEvent => ({
    job_id,
    session_id: 'ses_1',
    sequence,
    status: 'agent_invoking',
    message: 'at work',
    timestamp: clock.now().toISOString(),
    ...fields,
  });
  const heard = (id: string) => (sent.get(id) ?? []).map(({ sequence }) => sequence);
  return { live, clock, connections, connect, subscribe, event, heard, sent, gone, ended, job_id };
}

describe('Live status', () => {
  it('lets in who brings a fresh ticket, once', async () => {
    const { live, clock } = await setUp();
    const { ticket, expires_at } = await live.issueTicket(principal);
    expect(Date.parse(expires_at) - clock.now().getTime()).toBe(60_000);
    expect(await live.authorise(ticket)).toMatchObject({ tenantId: 'tenant-a', userId: 'user-1' });
    expect(await live.authorise(ticket)).toBeUndefined();
    expect(await live.authorise(undefined)).toBeUndefined();
  });

  it('tells subscribers of a job, in order, and nobody else', async () => {
    const { live, connect, subscribe, event, heard } = await setUp();
    await connect('a');
    await connect('b');
    await subscribe('a');
    await live.publish('tenant-a', [event(1), event(2)]);
    expect(heard('a')).toEqual([1, 2]);
    expect(heard('b')).toEqual([]);
  });

  it('misses nothing after a reconnection that names the last sequence', async () => {
    const { live, connect, subscribe, event, heard } = await setUp();
    await connect('a');
    await subscribe('a');
    await live.publish('tenant-a', [event(1)]);
    await live.disconnect('a');
    await live.publish('tenant-a', [event(2), event(3)]);
    await connect('b');
    await subscribe('b', 1);
    await live.publish('tenant-a', [event(4)]);
    expect(heard('a')).toEqual([1]);
    expect(heard('b')).toEqual([2, 3, 4]);
  });

  it('forgets a socket that is gone', async () => {
    const { live, connect, subscribe, event, heard, gone, connections } = await setUp();
    await connect('a');
    await subscribe('a');
    gone.add('a');
    await live.publish('tenant-a', [event(1)]);
    expect(await connections.find('a')).toBeUndefined();
    expect(heard('a')).toEqual([]);
  });

  it('ends a connection when its token would end', async () => {
    const { live, clock, connect, subscribe, event, heard, ended } = await setUp();
    await connect('a', new Date(clock.now().getTime() + 5_000));
    await subscribe('a');
    clock.advance(5_000);
    await live.publish('tenant-a', [event(1)]);
    expect(ended).toEqual(['a']);
    expect(heard('a')).toEqual([]);
  });

  it('says what is wrong with a message, and tells nothing of foreign jobs', async () => {
    const { live, connect, subscribe, sent } = await setUp();
    await connect('a');
    await live.receive('a', 'nonsense');
    await subscribe('a', undefined, 'job_qry_00000000000000000000000000');
    expect(sent.get('a')).toEqual([
      { error: 'Expected {action: "subscribe", job_id | session_id, after?}.' },
      { error: 'There is no such job or session.' },
    ]);
  });

  it('shortens a long message instead of exceeding a frame', async () => {
    const { live, connect, subscribe, event, sent } = await setUp();
    await connect('a');
    await subscribe('a');
    await live.publish('tenant-a', [event(1, { message: 'x'.repeat(100_000) })]);
    expect(sent.get('a')?.[0]?.message).toHaveLength(2_001);
  });
});
