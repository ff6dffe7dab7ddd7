import { expect, it } from '@jest/globals';
import {
  makeConnectionStore,
  makeStatusLog,
  makeTicketStore,
} from '../../../lib/adapters/documents/live-stores.ts';
import type { StatusEvent } from '../../../lib/ports/live.ts';
import { onEveryDocumentBackend } from '../../support/document-backends.ts';
import { makeManualClock, newId, START } from '../../support/documents.ts';

const later = (ms: number) => new Date(START.getTime() + ms);
const holder = { tenantId: 'tenant-a', userId: 'user-1', endsAt: later(3_600_000) };

onEveryDocumentBackend('The ticket store', (tables) => {
  it('lets a ticket in once, before it expires', async () => {
    const tickets = makeTicketStore(tables());
    const ticket = await tickets.issue(holder, later(60_000));
    const tries = await Promise.all(Array.from({ length: 5 }, () => tickets.redeem(ticket, later(59_999))));
    expect(tries.filter((found) => found !== undefined)).toEqual([holder]);
    expect(await tickets.redeem(ticket, START)).toBeUndefined();
  });

  it('lets in nobody with an expired ticket or an unknown one', async () => {
    const tickets = makeTicketStore(tables());
    const ticket = await tickets.issue(holder, later(60_000));
    expect(await tickets.redeem(ticket, later(60_000))).toBeUndefined();
    expect(await tickets.redeem('guess', START)).toBeUndefined();
  });
});

onEveryDocumentBackend('The connection store', (tables) => {
  const open = async (fields: Partial<typeof holder> = {}) => {
    const store = makeConnectionStore(tables());
    const connection = { ...holder, ...fields, connectionId: newId('msg') };
    await store.open(connection);
    return { store, connection };
  };

  it('knows a connection until it is closed', async () => {
    const { store, connection } = await open();
    expect(await store.find(connection.connectionId)).toEqual(connection);
    await store.close(connection.connectionId);
    expect(await store.find(connection.connectionId)).toBeUndefined();
    await store.close(connection.connectionId);
  });

  it('finds who hears of a job or its session, each once, in the tenant only', async () => {
    const [jobId, sessionId] = [newId('qry'), newId('ses')];
    const { store, connection } = await open();
    await store.subscribe(connection, { jobId });
    await store.subscribe(connection, { jobId });
    await store.subscribe(connection, { sessionId });
    const topics = [{ jobId }, { sessionId }];
    expect(await store.subscribers('tenant-a', topics)).toEqual([connection]);
    expect(await store.subscribers('tenant-a', [{ jobId: 'other' }])).toEqual([]);
    expect(await store.subscribers('tenant-b', topics)).toEqual([]);
  });

  it('forgets the subscriptions of a closed connection', async () => {
    const jobId = newId('qry');
    const { store, connection } = await open();
    const other = await open();
    await store.subscribe(connection, { jobId });
    await store.subscribe(other.connection, { jobId });
    await store.close(connection.connectionId);
    expect(await store.subscribers('tenant-a', [{ jobId }])).toEqual([other.connection]);
  });
});

onEveryDocumentBackend('The status log', (tables) => {
  const event = (jobId: string, sequence: number, fields: Partial<StatusEvent> = {}): StatusEvent => ({
    job_id: jobId,
    sequence,
    status: 'agent_invoking',
    message: `event ${sequence}`,
    timestamp: later(sequence).toISOString(),
    ...fields,
  });
  const setUp = () => ({
    log: makeStatusLog(tables(), makeManualClock()),
    ref: { tenantId: 'tenant-a', jobId: newId('qry') },
  });
  const sequences = (events: readonly StatusEvent[]) => events.map(({ sequence }) => sequence);

  it('gives back what came after a sequence, in order, of this job only', async () => {
    const { log, ref } = setUp();
    await log.append('tenant-a', [event(ref.jobId, 1), event('other', 1), event(ref.jobId, 2)]);
    await log.append('tenant-a', [event(ref.jobId, 3)]);
    expect(sequences(await log.after(ref, 0))).toEqual([1, 2, 3]);
    expect(sequences(await log.after(ref, 2))).toEqual([3]);
    expect(await log.after({ ...ref, tenantId: 'tenant-b' }, 0)).toEqual([]);
    expect(await log.lastSequence(ref)).toBe(3);
    expect(await log.lastSequence({ ...ref, jobId: 'none' })).toBe(0);
  });

  it('keeps a batch once, however often it comes', async () => {
    const { log, ref } = setUp();
    await log.append('tenant-a', [event(ref.jobId, 1)]);
    await log.append('tenant-a', [event(ref.jobId, 1)]);
    expect(sequences(await log.after(ref, 0))).toEqual([1]);
  });

  it('knows the job of a session that came last', async () => {
    const { log } = setUp();
    const session_id = newId('ses');
    const at = (jobId: string, ms: number) =>
      event(jobId, 1, { session_id, timestamp: later(ms).toISOString() });
    await log.append('tenant-a', [at('first', 1)]);
    await log.append('tenant-a', [at('second', 2)]);
    await log.append('tenant-a', [at('early', 0)]);
    expect(await log.latestJob('tenant-a', session_id)).toBe('second');
    expect(await log.latestJob('tenant-b', session_id)).toBeUndefined();
  });
});
