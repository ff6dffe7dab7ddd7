import { beforeEach, describe, expect, it } from '@jest/globals';
import { makeReportStore } from '../../../lib/adapters/documents/report-store.ts';
import { makeMemoryTables } from '../../../lib/adapters/memory/memory-table.ts';
import type { Principal } from '../../../lib/domain/principal.ts';
import type { StoredReport } from '../../../lib/domain/report.ts';
import type { ReportStore } from '../../../lib/ports/documents.ts';
import { makeMerging } from '../../../lib/services/merging.ts';
import type { Merging } from '../../../lib/services/merging.ts';
import { aReport, makeManualClock, newId } from '../../support/documents.ts';

const admin: Principal = { tenantId: 'acme', userId: 'boss', username: 'boss', role: 'admin' };
let store: ReportStore;
let merging: Merging;
let projected: StoredReport[];
let ids: [string, string, string];

const put = async (fields: Partial<StoredReport> = {}): Promise<string> => {
  const report = aReport({ incident_id: newId('inc'), status: 'pending', created_by: 'author', ...fields });
  await store.insert('acme', report, { fingerprint: 'f' });
  return report.incident_id;
};
const get = async (id: string): Promise<StoredReport> => (await store.find('acme', id))!;

beforeEach(async () => {
  const clock = makeManualClock();
  store = makeReportStore(makeMemoryTables(), clock);
  projected = [];
  const project = (_: string, report: StoredReport): Promise<void> =>
    Promise.resolve(void projected.push(report));
  merging = makeMerging({ reports: store, project, clock });
  ids = [await put(), await put({ status: 'assigned' }), await put()];
});

describe('merging', () => {
  it('closes the duplicates, names both ways and brings the index up to date', async () => {
    const [target, first, second] = ids;
    expect(await merging.merge(admin, target, { incident_ids: [first, second, first] })).toEqual({
      incident_id: target,
      merged_from: [first, second],
    });
    expect((await get(target)).management_data).toMatchObject({ merged_from: [first, second] });
    expect(await get(first)).toMatchObject({ status: 'closed', management_data: { merged_into: target } });
    expect((await get(first)).management_data.history.at(-1)).toMatchObject({ status: 'closed', by: 'boss' });
    expect(projected.map(({ incident_id }) => incident_id)).toEqual([target, first, second]);
  });

  it('and back leaves every report in the status it had', async () => {
    const [target, first, second] = ids;
    await merging.merge(admin, target, { incident_ids: [first, second] });
    expect(await merging.unmerge(admin, target, { incident_ids: [first] })).toEqual({
      incident_id: target,
      merged_from: [second],
    });
    expect(await get(first)).toMatchObject({ status: 'assigned' });
    expect((await get(first)).management_data).not.toHaveProperty('merged_into');
    expect(await merging.unmerge(admin, target, {})).toEqual({ incident_id: target, merged_from: [] });
    expect(await get(second)).toMatchObject({ status: 'pending' });
  });

  it('repeated changes nothing, and finishes what was cut short', async () => {
    const [target, first] = ids;
    await merging.merge(admin, target, { incident_ids: [first] });
    const before = [await get(target), await get(first)];
    await merging.merge(admin, target, { incident_ids: [first] });
    expect([await get(target), await get(first)]).toEqual(before);
    const cut = {
      ...(await get(first)),
      status: 'assigned' as const,
      version: (await get(first)).version + 1,
    };
    const { merged_into: _into, status_before_merge: _before, ...rest } = cut.management_data;
    await store.update('acme', { ...cut, management_data: rest });
    await merging.merge(admin, target, { incident_ids: [first] });
    expect(await get(first)).toMatchObject({ status: 'closed', management_data: { merged_into: target } });
  });

  it('is refused where it makes no sense', async () => {
    const [target, first, second] = ids;
    const elsewhere = await put({ domain_id: 'agriculture' });
    const fresh = await put({ status: 'accepted' });
    const refused = (id: string, into = target) =>
      expect(merging.merge(admin, into, { incident_ids: [id] })).rejects;
    await refused(target).toMatchObject({ code: 'INVALID_INPUT' });
    await refused(elsewhere).toMatchObject({ code: 'INVALID_INPUT' });
    await refused(fresh).toMatchObject({ code: 'CONFLICT' });
    await refused(newId('inc')).toMatchObject({ code: 'NOT_FOUND' });
    await merging.merge(admin, target, { incident_ids: [first] });
    await refused(first, second).toMatchObject({ code: 'CONFLICT' });
    await refused(second, first).toMatchObject({ code: 'CONFLICT' });
    await refused(target, second).toMatchObject({ code: 'CONFLICT' });
    expect(await get(second)).toMatchObject({ status: 'pending', version: 1 });
  });

  it('is for those who may write all of them, in their own tenant', async () => {
    const [target, first] = ids;
    const member: Principal = { ...admin, userId: 'somebody', role: 'member' };
    const foreign: Principal = { ...admin, tenantId: 'other' };
    await expect(merging.merge(member, target, { incident_ids: [first] })).rejects.toMatchObject({
      code: 'FORBIDDEN',
    });
    await expect(merging.merge(foreign, target, { incident_ids: [first] })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
    await expect(merging.unmerge(foreign, target, {})).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});
