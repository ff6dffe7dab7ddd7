import { describe, expect, it } from '@jest/globals';
import { makeQueryStore } from '../../../lib/adapters/documents/query-store.ts';
import { makeReportStore } from '../../../lib/adapters/documents/report-store.ts';
import { makeMemoryTables } from '../../../lib/adapters/memory/memory-table.ts';
import { systemClock } from '../../../lib/adapters/system/clock.ts';
import { toIndexed } from '../../../lib/domain/projection.ts';
import { interpretation as interpretationSchema } from '../../../lib/domain/query.ts';
import type { Interpretation, StoredQuery } from '../../../lib/domain/query.ts';
import type { StoredReport } from '../../../lib/domain/report.ts';
import type { JobWork } from '../../../lib/ports/jobs.ts';
import type { ReportIndex } from '../../../lib/ports/relational.ts';
import { makeChangeApplier } from '../../../lib/services/apply-changes.ts';
import { makeChangeSets } from '../../../lib/services/change-sets.ts';
import { makeCommands } from '../../../lib/services/commands.ts';
import { aQuery, aReport } from '../../support/documents.ts';
import { anAnswer, aPlan } from '../../support/engine.ts';

const tenantId = 'tenant-a';
const admin = { tenantId, userId: 'admin-1', username: 'Ann', role: 'admin' as const };
const member = { tenantId, userId: 'user-9', username: 'Max', role: 'member' as const };
const users = [
  { user_id: 'admin-1', username: 'Ann', role: 'admin' },
  { user_id: 'user-9', username: 'Max', role: 'member' },
];
const people = { teams: [], users };

/** Reports in memory, selected by status only; changes said by one agent. */
async function setUp(
  count: number,
  changes: unknown = { priority: 'high' },
  fields: Partial<StoredReport> = {},
) {
  const tables = makeMemoryTables();
  const reports = makeReportStore(tables, systemClock);
  const queries = makeQueryStore(tables, systemClock);
  const stored = Array.from({ length: count }, () =>
    aReport({ status: 'pending', created_by: 'admin-1', ...fields }),
  );
  for (const report of stored) await reports.insert(tenantId, report, { fingerprint: 'f' });
  const index: Pick<ReportIndex, 'list'> = {
    list: (_tenant, filter, { limit, cursor }) => {
      const wanted = filter.incident_ids;
      const all = stored.filter(({ incident_id }) => wanted?.includes(incident_id) ?? true);
      const start = Number(cursor ?? 0);
      const items = all.slice(start, start + limit).map((report) => toIndexed(report).row);
      const next = start + items.length;
      return Promise.resolve({
        items,
        total: all.length,
        ...(next < all.length && { nextCursor: String(next) }),
      });
    },
  };
  const projection = { project: () => Promise.resolve(), repair: () => Promise.resolve() };
  const applier = makeChangeApplier({ reports, projection, clock: systemClock });
  const query = aQuery({ created_by: 'admin-1', status: 'processing' });
  await queries.insert(tenantId, query, { fingerprint: 'f' });
  const saved: Partial<StoredQuery>[] = [];
  const plan = aPlan(['manager']);
  const { output, ...result } = anAnswer('ok', { output: { changes, answer: 'ok' } });
  const run = {
    ...result,
    output,
    agent_id: 'manager',
    agent_name: 'Manager',
    agent_version: 1,
    status: 'success' as const,
    timestamp: '',
    started_at: '',
    duration_ms: 0,
    attempt: 1,
  };
  const work = (userId = 'admin-1') =>
    ({
      job: { ref: { tenantId, jobId: query.job_id }, createdBy: userId },
      plan,
      runs: [run],
      save: ({ query: saving = {} }) => Promise.resolve(void saved.push(saving)),
    }) as unknown as JobWork;
  const carryOut = (interpretation: Partial<Interpretation> = {}, userId?: string, asked = query) =>
    makeCommands({ index, reports, changes: applier }).carryOut(
      work(userId),
      asked,
      understood(interpretation),
      people,
    );
  const changeSets = makeChangeSets({ queries, changes: applier, clock: systemClock });
  const finish = async (done: Awaited<ReturnType<typeof carryOut>>) =>
    queries.transition(tenantId, query.query_id, ['processing'], done);
  const find = async (index_: number) => reports.find(tenantId, stored[index_]!.incident_id);
  return { stored, reports, queries, query, saved, carryOut, changeSets, finish, find };
}

const understood = (fields: Partial<Interpretation>): Interpretation =>
  interpretationSchema.parse({ intent: 'command', filters: {}, unmatched: [], confidence: 1, ...fields });
const states = ({ changes }: { changes: { state: string }[] }) => [
  ...new Set(changes.map(({ state }) => state)),
];

describe('A command', () => {
  it('for few reports is applied at once, with its proposal on record before', async () => {
    const world = await setUp(25);
    const done = await world.carryOut();
    expect(done.status).toBe('completed');
    expect(states(done)).toEqual(['applied']);
    expect(world.saved[0]?.changes?.map(({ state }) => state)).toEqual(Array(25).fill('proposed'));
    expect((await world.find(24))?.management_data.task_details.priority).toBe('high');
  });

  it('for many reports waits for approval and writes nothing', async () => {
    const world = await setUp(26);
    const done = await world.carryOut();
    expect(done.status).toBe('awaiting_approval');
    expect(states(done)).toEqual(['proposed']);
    expect((await world.find(0))?.version).toBe(1);
  });

  it('that could mean several things waits for approval whatever its size', async () => {
    const world = await setUp(1);
    expect((await world.carryOut({ ambiguous: true })).status).toBe('awaiting_approval');
  });

  it('for more reports than one command may change is refused', async () => {
    const world = await setUp(501);
    const done = await world.carryOut();
    expect(done).toMatchObject({ status: 'completed', changes: [] });
    expect(done.summary).toContain('501');
  });

  it('for the newest few changes these only', async () => {
    const world = await setUp(5);
    expect((await world.carryOut({ limit: 2, order: 'desc' })).changes).toHaveLength(2);
  });

  it('writes only fields that commands may change', async () => {
    const world = await setUp(1, {
      priority: 'high',
      version: 99,
      tenant_id: 'tenant-b',
      due_date: 'someday',
    });
    expect((await world.carryOut()).changes[0]?.after).toEqual({ priority: 'high' });
  });

  it('without a change, or that is none, writes nothing and says so', async () => {
    const empty = await setUp(1, {});
    expect((await empty.carryOut()).summary).toContain('nothing was written');
    const question = await setUp(1);
    expect((await question.carryOut({ intent: 'question' })).changes).toEqual([]);
    expect((await question.find(0))?.version).toBe(1);
  });

  it('of a member leaves the reports of others alone', async () => {
    const world = await setUp(2);
    const done = await world.carryOut({}, 'user-9');
    expect(done.changes).toEqual([]);
    expect((await world.find(0))?.version).toBe(1);
  });

  it('repeated after a crash applies what is on record and changes nothing twice', async () => {
    const world = await setUp(3);
    await world.carryOut();
    const proposed = world.saved[0]?.changes ?? [];
    const again = await world.carryOut({}, 'admin-1', { ...world.query, changes: proposed });
    expect(states(again)).toEqual(['applied']);
    for (const index of [0, 1, 2]) expect((await world.find(index))?.version).toBe(2);
  });

  it('leaves a report alone that somebody changed after the proposal', async () => {
    const world = await setUp(26);
    const waiting = await world.carryOut();
    await world.finish(waiting);
    const report = (await world.find(0))!;
    const task_details = { priority: 'critical' as const };
    await world.reports.update(tenantId, {
      ...report,
      management_data: { task_details, history: [] },
      version: 2,
    });
    const approved = await world.changeSets.approve(admin, world.query.query_id);
    expect(approved.changes.filter(({ state }) => state === 'conflict')).toHaveLength(1);
    expect((await world.find(0))?.management_data.task_details.priority).toBe('critical');
  });
});

describe('A change set', () => {
  const waiting = async () => {
    const world = await setUp(26);
    await world.finish(await world.carryOut());
    return world;
  };

  it('that is approved is applied in the name of who approved it', async () => {
    const world = await waiting();
    const done = await world.changeSets.approve(admin, world.query.query_id);
    expect(done).toMatchObject({
      status: 'completed',
      summary: '26 reports changed.',
      approval: { by: 'admin-1' },
    });
    expect((await world.find(3))?.management_data.history.at(-1)).toMatchObject({ by: 'admin-1' });
    await expect(world.changeSets.approve(admin, world.query.query_id)).rejects.toMatchObject({
      code: 'CONFLICT',
    });
  });

  it('that two people approve at once is applied once', async () => {
    const world = await waiting();
    const both = await Promise.allSettled([
      world.changeSets.approve(admin, world.query.query_id),
      world.changeSets.approve(admin, world.query.query_id),
    ]);
    expect(both.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect((await world.find(0))?.version).toBe(2);
  });

  it('that is rejected changes nothing', async () => {
    const world = await waiting();
    const done = await world.changeSets.reject(admin, world.query.query_id);
    expect(done.status).toBe('cancelled');
    expect(states(done)).toEqual(['rejected']);
    expect((await world.find(0))?.version).toBe(1);
  });

  it('is decided on by its author or an admin only', async () => {
    const world = await waiting();
    const denied = world.changeSets.approve(member, world.query.query_id);
    await expect(denied).rejects.toMatchObject({ code: 'FORBIDDEN' });
    const foreign = world.changeSets.approve({ ...admin, tenantId: 'tenant-b' }, world.query.query_id);
    await expect(foreign).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('is undone except where somebody has changed a field since', async () => {
    const world = await waiting();
    await world.changeSets.approve(admin, world.query.query_id);
    const report = (await world.find(0))!;
    const management_data = { ...report.management_data, task_details: { priority: 'low' as const } };
    await world.reports.update(tenantId, { ...report, management_data, version: 3 });
    const undone = await world.changeSets.undo(admin, world.query.query_id);
    expect(undone.changes.filter(({ state }) => state === 'undone')).toHaveLength(25);
    expect(undone.changes[0]?.state).toBe('conflict');
    expect((await world.find(0))?.management_data.task_details.priority).toBe('low');
    expect((await world.find(1))?.management_data.task_details.priority).toBeNull();
  });
});
