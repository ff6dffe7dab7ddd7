import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  describeChanges,
  isMarked,
  matches,
  moveFields,
  proposeChange,
} from '../../../lib/domain/change-set.ts';
import type { WantedChanges } from '../../../lib/domain/change-set.ts';
import type { StoredReport } from '../../../lib/domain/report.ts';
import { priorities, workflowStatuses } from '../../../lib/domain/report-vocabulary.ts';
import { aReport } from '../../support/documents.ts';

const mark = { by: 'user-1', at: '2026-11-02T10:00:00.000Z', query_id: 'qry_1', action: 'applied' as const };
const apply = (report: StoredReport, wanted: WantedChanges): StoredReport => {
  const change = proposeChange(report, wanted);
  return change === undefined ? report : moveFields(report, change.before, change.after, mark);
};

const reports = fc
  .record({
    status: fc.constantFrom(...workflowStatuses, 'completed' as const),
    priority: fc.option(fc.constantFrom(...priorities)),
    assignee: fc.option(fc.constantFrom('team-a', 'team-b')),
    notes: fc.array(fc.string({ minLength: 1 }), { maxLength: 3 }),
  })
  .map(({ status, ...task_details }) => aReport({ status, management_data: { task_details, history: [] } }));
const wishes: fc.Arbitrary<WantedChanges> = fc.record(
  {
    status: fc.constantFrom(...workflowStatuses),
    priority: fc.constantFrom(...priorities),
    assignee: fc.constantFrom('team-a', 'team-c', null),
    due_date: fc.constantFrom('2026-12-01', null),
    note: fc.constantFrom('call back', 'seen'),
  },
  { requiredKeys: [] },
);

describe('A change', () => {
  it('names only the fields that differ, before and after', () => {
    const report = aReport({
      status: 'assigned',
      management_data: { task_details: { priority: 'low' }, history: [] },
    });
    expect(proposeChange(report, { priority: 'high', status: 'assigned' })).toEqual({
      incident_id: report.incident_id,
      before: { priority: 'low' },
      after: { priority: 'high' },
      state: 'proposed',
    });
    expect(proposeChange(report, { priority: 'low' })).toBeUndefined();
  });

  it('moves a report that gets an assignee from pending to assigned, and leaves other statuses alone', () => {
    const after = (status: StoredReport['status']) =>
      proposeChange(aReport({ status }), { assignee: 'team-a', assignee_name: 'Team A' })?.after['status'];
    expect(after('pending')).toBe('assigned');
    expect(after('completed')).toBe('assigned');
    expect(after('in_progress')).toBeUndefined();
  });

  it('marks an assignee that nobody knows', () => {
    const wanted = { assignee: 'Roads B', assignee_name: 'Roads B', unknown_assignee: true };
    expect(proposeChange(aReport(), wanted)?.unknown_assignee).toBe(true);
  });

  it('applied and undone leaves the report as it was, but for version and history', () => {
    fc.assert(
      fc.property(reports, wishes, (report, wanted) => {
        const change = proposeChange(report, wanted);
        fc.pre(change !== undefined);
        const applied = moveFields(report, change.before, change.after, mark);
        expect(matches(applied, change.after)).toBe(true);
        const undone = moveFields(applied, change.after, change.before, { ...mark, action: 'undone' });
        const known = ({ status, management_data: { task_details } }: StoredReport) => ({
          status,
          priority: task_details.priority ?? null,
          assignee: task_details.assignee ?? null,
          due_date: task_details.due_date ?? null,
          notes: task_details.notes ?? [],
        });
        expect(known(undone)).toEqual(known(report));
        expect(undone.version).toBe(report.version + 2);
        expect(isMarked(undone, { query_id: 'qry_1', action: 'undone' })).toBe(true);
      }),
    );
  });

  it('is nothing more once it is applied', () => {
    fc.assert(
      fc.property(reports, wishes, (report, { note, ...wanted }) => {
        expect(proposeChange(apply(report, wanted), wanted)).toBeUndefined();
      }),
    );
  });

  it('is told in words', () => {
    expect(
      describeChanges({
        assignee: 'team-a',
        assignee_name: 'Team A',
        priority: 'high',
        due_date: '2026-11-27',
      }),
    ).toBe('assigned to Team A, priority high, due 2026-11-27');
    expect(describeChanges({ assignee: null, status: 'in_progress', due_date: null })).toBe(
      'unassigned, status in progress, without a due date',
    );
  });
});
