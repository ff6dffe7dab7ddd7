import type { Change, FieldChanges } from './query.ts';
import type { StoredReport, TaskDetails } from './report.ts';
import type { WorkflowStatus } from './report-vocabulary.ts';

/** What is to be written to every selected report; names are resolved to ids where they are known. */
export type WantedChanges = FieldChanges & { assignee_name?: string | null; unknown_assignee?: boolean };

type Fields = Record<string, unknown>;
const taskFields = ['assignee', 'assignee_name', 'priority', 'due_date'] as const;

/** Statuses from which a report that gets an assignee moves on to `assigned`. */
const unassigned: readonly string[] = ['pending', 'completed'];

function currentFields(report: StoredReport): Fields {
  const task: TaskDetails = report.management_data.task_details;
  return {
    status: report.status,
    assignee: task.assignee ?? null,
    assignee_name: task.assignee_name ?? null,
    priority: task.priority ?? null,
    due_date: task.due_date ?? null,
  };
}

const notesOf = (report: StoredReport): string[] => report.management_data.task_details.notes ?? [];

/** The fields of one report that the wanted changes would change, before and after; undefined when none would. */
export function proposeChange(report: StoredReport, wanted: WantedChanges): Change | undefined {
  const { note, unknown_assignee, ...fields } = wanted;
  const current = currentFields(report);
  const status =
    fields.status ?? (fields.assignee && unassigned.includes(report.status) ? 'assigned' : undefined);
  const target = { ...fields, ...(status && { status }) };
  const changed = Object.entries(target).filter(
    ([name, value]) => value !== undefined && value !== current[name],
  );
  if (changed.length === 0 && note === undefined) return undefined;
  return {
    incident_id: report.incident_id,
    before: {
      ...Object.fromEntries(changed.map(([name]) => [name, current[name]])),
      ...(note !== undefined && { note: null }),
    },
    after: { ...Object.fromEntries(changed), ...(note !== undefined && { note }) },
    ...(unknown_assignee && fields.assignee && { unknown_assignee }),
    state: 'proposed',
  };
}

/** Whether every field of the report has the value that the change names on that side. Notes are never in the way. */
export function matches(report: StoredReport, side: Fields): boolean {
  const current = currentFields(report);
  return Object.entries(side).every(([name, value]) => name === 'note' || current[name] === value);
}

const withoutLast = (notes: readonly string[], note: unknown): string[] => {
  const index = notes.lastIndexOf(note as string);
  return index < 0 ? [...notes] : notes.toSpliced(index, 1);
};

function notesAfter(report: StoredReport, from: Fields, to: Fields): { notes?: string[] } {
  if (!('note' in to)) return {};
  if (typeof to['note'] === 'string') return { notes: [...notesOf(report), to['note']] };
  return { notes: withoutLast(notesOf(report), from['note']) };
}

/** Who changed the report, when, and for which query. */
export interface ChangeMark {
  by: string;
  at: string;
  query_id: string;
  action: 'applied' | 'undone';
}

/** Whether the report's history says that this was done already; what makes a repetition harmless. */
export const isMarked = (
  report: StoredReport,
  { query_id, action }: Pick<ChangeMark, 'query_id' | 'action'>,
): boolean =>
  report.management_data.history.some(
    (entry) => entry['query_id'] === query_id && entry['action'] === action,
  );

/** The report with its fields moved from one side of a change to the other, one version on, with an entry in its history. */
export function moveFields(report: StoredReport, from: Fields, to: Fields, mark: ChangeMark): StoredReport {
  const { by, at, ...details } = mark;
  const status = (to['status'] ?? report.status) as WorkflowStatus;
  const task = Object.fromEntries(taskFields.filter((name) => name in to).map((name) => [name, to[name]]));
  const { task_details, history } = report.management_data;
  return {
    ...report,
    status,
    management_data: {
      ...report.management_data,
      task_details: { ...task_details, ...task, ...notesAfter(report, from, to) },
      history: [...history, { status, timestamp: at, by, ...details, changes: to }],
    },
    version: report.version + 1,
    updated_at: at,
  };
}

/** "assigned to Team A, priority high, due 2026-11-27" */
export function describeChanges(wanted: WantedChanges): string {
  const { status, assignee, assignee_name, priority, due_date, note } = wanted;
  return [
    assignee === null ? 'unassigned' : assignee && `assigned to ${assignee_name ?? assignee}`,
    status && `status ${status.replaceAll('_', ' ')}`,
    priority && `priority ${priority}`,
    due_date === null ? 'without a due date' : due_date && `due ${due_date}`,
    note && `noted "${note}"`,
  ]
    .filter(Boolean)
    .join(', ');
}
