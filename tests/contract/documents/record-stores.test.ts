import { expect, it } from '@jest/globals';
import { makeQueryStore } from '../../../lib/adapters/documents/query-store.ts';
import { makeReportStore } from '../../../lib/adapters/documents/report-store.ts';
import { makeSessionStore } from '../../../lib/adapters/documents/session-store.ts';
import type { Message, Session } from '../../../lib/domain/session.ts';
import { onEveryDocumentBackend } from '../../support/document-backends.ts';
import { aQuery, aReport, makeManualClock, newId, START } from '../../support/documents.ts';

const at = (minute: number): string => new Date(START.getTime() + minute * 60_000).toISOString();
const onePage = { page: 1, limit: 20 };

onEveryDocumentBackend('The report store', (tables) => {
  const setUp = () => ({ reports: makeReportStore(tables(), makeManualClock()), tenantId: newId('ses') });

  it('inserts once and answers what stands there to every repetition', async () => {
    const { reports, tenantId } = setUp();
    const report = aReport();
    const inserts = await Promise.all(
      Array.from({ length: 10 }, (_, index) =>
        reports.insert(tenantId, report, { fingerprint: `f${index}` }),
      ),
    );
    expect(inserts.filter(({ inserted }) => inserted)).toHaveLength(1);
    const again = await reports.insert(tenantId, { ...report, raw_text: 'other' }, { fingerprint: 'g' });
    expect(again).toMatchObject({ inserted: false, existing: { raw_text: report.raw_text } });
  });

  it('shows a report to its tenant only', async () => {
    const { reports, tenantId } = setUp();
    const report = aReport();
    await reports.insert(tenantId, report, { fingerprint: 'f' });
    expect(await reports.find(tenantId, report.incident_id)).toEqual(report);
    expect(await reports.find('tenant-b', report.incident_id)).toBeUndefined();
    expect(await reports.findMany('tenant-b', [report.incident_id])).toEqual([]);
    expect(await reports.remove('tenant-b', report.incident_id)).toBeUndefined();
    await expect(reports.update('tenant-b', { ...report, version: 2 })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it('lets one of two writers of the same version win', async () => {
    const { reports, tenantId } = setUp();
    const report = aReport();
    await reports.insert(tenantId, report, { fingerprint: 'f' });
    const writes = await Promise.allSettled(
      ['assigned', 'closed'].map((status) =>
        reports.update(tenantId, { ...report, status: status as 'assigned', version: 2 }),
      ),
    );
    expect(writes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const [lost] = writes.filter((write) => write.status === 'rejected');
    expect(lost?.reason).toMatchObject({ code: 'VERSION_CONFLICT', data: { current_version: 2 } });
  });

  it('finds many, each once, and none that is not there', async () => {
    const { reports, tenantId } = setUp();
    const two = [aReport(), aReport()];
    for (const report of two) await reports.insert(tenantId, report, { fingerprint: 'f' });
    const ids = two.map(({ incident_id }) => incident_id);
    expect(await reports.findMany(tenantId, [...ids, ...ids, newId('inc')])).toHaveLength(2);
  });

  it('walks over all reports of all tenants', async () => {
    const { reports, tenantId } = setUp();
    const report = aReport();
    await reports.insert(tenantId, report, { fingerprint: 'f' });
    const found = [];
    let cursor: string | undefined;
    do {
      const slice = await reports.scan(cursor);
      found.push(...slice.items);
      cursor = slice.nextCursor;
    } while (cursor !== undefined);
    expect(found).toContainEqual({ tenantId, report });
  });
});

onEveryDocumentBackend('The query store', (tables) => {
  const setUp = async (count = 0) => {
    const queries = makeQueryStore(tables(), makeManualClock());
    const tenantId = newId('ses');
    const stored = Array.from({ length: count }, (_, index) =>
      aQuery({ created_at: at(index), session_id: index % 2 === 0 ? 'even' : 'odd' }),
    );
    for (const query of stored) await queries.insert(tenantId, query, { fingerprint: 'f' });
    return { queries, tenantId, stored };
  };

  it('lists newest first, of a tenant or of one session', async () => {
    const { queries, tenantId, stored } = await setUp(5);
    const all = await queries.list(tenantId, onePage);
    expect(all.items).toEqual([...stored].reverse());
    expect(all.total).toBe(5);
    expect(all.nextCursor).toBeUndefined();
    const odd = await queries.list(tenantId, { ...onePage, session_id: 'odd' });
    expect(odd.items.map(({ query_id }) => query_id)).toEqual([stored[3]!.query_id, stored[1]!.query_id]);
    expect((await queries.list('tenant-b', onePage)).items).toEqual([]);
  });

  it('continues by number and by cursor, and loses nothing while rows are added', async () => {
    const { queries, tenantId, stored } = await setUp(5);
    const newestFirst = [...stored].reverse().map(({ query_id }) => query_id);
    const second = await queries.list(tenantId, { page: 2, limit: 2 });
    expect(second.items.map(({ query_id }) => query_id)).toEqual(newestFirst.slice(2, 4));
    expect((await queries.list(tenantId, { page: 9, limit: 2 })).items).toEqual([]);

    const first = await queries.list(tenantId, { page: 1, limit: 2 });
    await queries.insert(tenantId, aQuery({ created_at: at(99) }), { fingerprint: 'f' });
    const seen = first.items.map(({ query_id }) => query_id);
    let cursor = first.nextCursor;
    while (cursor !== undefined) {
      const next = await queries.list(tenantId, { page: 1, limit: 2, cursor });
      seen.push(...next.items.map(({ query_id }) => query_id));
      cursor = next.nextCursor;
    }
    expect(seen).toEqual(newestFirst);
  });

  it('refuses a cursor that is none', async () => {
    const { queries, tenantId } = await setUp();
    const wrong = queries.list(tenantId, { ...onePage, cursor: 'nonsense' });
    await expect(wrong).rejects.toMatchObject({ code: 'INVALID_INPUT' });
  });

  it('changes status only from the ones named, once', async () => {
    const { queries, tenantId } = await setUp();
    const query = aQuery();
    await queries.insert(tenantId, query, { fingerprint: 'f' });
    const cancel = () => queries.transition(tenantId, query.query_id, ['accepted'], { status: 'cancelled' });
    expect((await Promise.all([cancel(), cancel()])).filter(Boolean)).toHaveLength(1);
    expect((await queries.find(tenantId, query.query_id))?.status).toBe('cancelled');
    expect(await queries.transition('tenant-b', query.query_id, ['cancelled'], {})).toBe(false);
  });
});

onEveryDocumentBackend('The session store', (tables) => {
  const aSession = (fields: Partial<Session> = {}): Session => {
    const id = newId('ses');
    return {
      id,
      session_id: id,
      title: 'New Session',
      domain_id: 'civic_complaints',
      message_count: 0,
      last_activity: at(0),
      created_at: at(0),
      updated_at: at(0),
      created_by: 'user-1',
      ...fields,
    };
  };
  const aMessage = (minute: number): Message => ({
    message_id: newId('msg'),
    role: 'user',
    content: `message ${minute}`,
    timestamp: at(minute),
    metadata: { query_id: 'qry', references: [] },
  });
  const setUp = async (count = 1) => {
    const sessions = makeSessionStore(tables());
    const tenantId = newId('ses');
    const stored = Array.from({ length: count }, (_, index) => aSession({ last_activity: at(index) }));
    for (const session of stored) await sessions.insert(tenantId, session);
    return { sessions, tenantId, stored, session: stored[0]! };
  };

  it('lists by newest activity', async () => {
    const { sessions, tenantId, stored } = await setUp(3);
    await sessions.append(tenantId, stored[0]!.session_id, aMessage(60));
    const { items, total } = await sessions.list(tenantId, onePage);
    expect(items.map(({ session_id }) => session_id)).toEqual(
      [0, 2, 1].map((index) => stored[index]!.session_id),
    );
    expect(items[0]).toMatchObject({ message_count: 1, last_activity: at(60) });
    expect(total).toBe(3);
  });

  it('continues by cursor', async () => {
    const { sessions, tenantId, stored } = await setUp(3);
    const first = await sessions.list(tenantId, { page: 1, limit: 2 });
    const rest = await sessions.list(tenantId, { page: 1, limit: 2, cursor: first.nextCursor });
    expect(rest.items).toEqual([stored[0]]);
    expect(rest.nextCursor).toBeUndefined();
  });

  it('appends a message once, however often and however many at once', async () => {
    const { sessions, tenantId, session } = await setUp();
    const messages = [aMessage(3), aMessage(1), aMessage(2)];
    await Promise.all(
      [...messages, ...messages].map((message) => sessions.append(tenantId, session.session_id, message)),
    );
    expect(await sessions.find(tenantId, session.session_id)).toMatchObject({
      message_count: 3,
      last_activity: at(3),
    });
    const contents = (await sessions.listMessages(tenantId, session.session_id)).map(
      ({ content }) => content,
    );
    expect(contents).toEqual(['message 1', 'message 2', 'message 3']);
  });

  it('removes a session with its messages', async () => {
    const { sessions, tenantId, session } = await setUp();
    await sessions.append(tenantId, session.session_id, aMessage(1));
    expect(await sessions.remove(tenantId, session.session_id)).toBe(true);
    expect(await sessions.listMessages(tenantId, session.session_id)).toEqual([]);
    expect(await sessions.remove(tenantId, session.session_id)).toBe(false);
    const late = sessions.append(tenantId, session.session_id, aMessage(2));
    await expect(late).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('renames what exists and creates nothing', async () => {
    const { sessions, tenantId, session } = await setUp();
    expect(await sessions.rename(tenantId, session.session_id, 'Roads', at(9))).toBe(true);
    expect((await sessions.find(tenantId, session.session_id))?.title).toBe('Roads');
    expect(await sessions.rename('tenant-b', session.session_id, 'Mine', at(9))).toBe(false);
    expect(await sessions.find('tenant-b', session.session_id)).toBeUndefined();
  });
});
