import type { WorkflowStatus } from '../../../domain/report-vocabulary.ts';

const words = (text: string): ReadonlySet<string> => new Set(text.trim().split(/\s+/));

/** Verbs that hand work to somebody. */
export const transferVerbs = words(`
  assign reassign allocate allot delegate give hand pass transfer forward route refer entrust dispatch deploy redirect shift send move put leave turn outsource subcontract escalate switch
  task charge appoint designate nominate relay
`);
/** Those that are about nothing but handing over, so that an unknown name after "to" is a person or a team. */
export const strictTransferVerbs = words(
  'assign reassign allocate allot delegate entrust forward hand outsource subcontract transfer',
);

/** Verbs that give a field another value, which follows ("to", "as") or ends the clause. */
export const settingVerbs = words(`
  set make mark change update move put flag raise lower increase decrease escalate bump switch turn convert classify label treat keep downgrade upgrade reset adjust drop reduce cut boost demote promote increase
`);

export const statusVerbs: Readonly<Record<string, WorkflowStatus>> = {
  close: 'closed',
  shut: 'closed',
  resolve: 'resolved',
  complete: 'resolved',
  reopen: 'pending',
  reject: 'rejected',
  dismiss: 'rejected',
  decline: 'rejected',
  start: 'in_progress',
  begin: 'in_progress',
  commence: 'in_progress',
  resume: 'in_progress',
};

/** Verbs of deadlines. */
export const scheduleVerbs = words('bring postpone extend reschedule schedule delay push due deadline');

/** Verbs of the work itself; with a date they set the deadline ("finish these by Sunday"). */
export const dutyVerbs = words(
  'finish fix repair handle solve do inspect visit clear clean sort settle address attend',
);

export const noteVerbs = words(
  'add leave write attach append post include record comment note remark annotate',
);

export const otherVerbs = words(
  'unassign prioritise prioritize deprioritise deprioritize remove clear take drop let have get ask tell make',
);

export const isActionVerb = (word: string): boolean =>
  transferVerbs.has(word) ||
  settingVerbs.has(word) ||
  Object.hasOwn(statusVerbs, word) ||
  scheduleVerbs.has(word) ||
  noteVerbs.has(word) ||
  otherVerbs.has(word);

/** Past participles of status verbs, for "should be closed" and "I want them rejected". */
export const statusParticiples: Readonly<Record<string, WorkflowStatus>> = {
  closed: 'closed',
  shut: 'closed',
  resolved: 'resolved',
  solved: 'resolved',
  fixed: 'resolved',
  done: 'resolved',
  finished: 'resolved',
  completed: 'resolved',
  reopened: 'pending',
  rejected: 'rejected',
  dismissed: 'rejected',
  declined: 'rejected',
  started: 'in_progress',
};

/** What a status may be set to, as people say it. Longer phrases first. */
export const statusValues: readonly (readonly [phrase: string, status: WorkflowStatus])[] = [
  ['being worked on', 'in_progress'],
  ['work in progress', 'in_progress'],
  ['in progress', 'in_progress'],
  ['under way', 'in_progress'],
  ['dealt with', 'resolved'],
  ['on hold', 'pending'],
  ['in process', 'in_progress'],
  ['under process', 'in_progress'],
  ['in hand', 'in_progress'],
  ['wip', 'in_progress'],
  ['inprogress', 'in_progress'],
  ['in_progress', 'in_progress'],
  ['underway', 'in_progress'],
  ['ongoing', 'in_progress'],
  ['started', 'in_progress'],
  ['active', 'in_progress'],
  ['pending', 'pending'],
  ['waiting', 'pending'],
  ['reopened', 'pending'],
  ['open', 'pending'],
  ['assigned', 'assigned'],
  ['resolved', 'resolved'],
  ['solved', 'resolved'],
  ['fixed', 'resolved'],
  ['done', 'resolved'],
  ['finished', 'resolved'],
  ['completed', 'resolved'],
  ['complete', 'resolved'],
  ['repaired', 'resolved'],
  ['settled', 'resolved'],
  ['closed', 'closed'],
  ['shut', 'closed'],
  ['rejected', 'rejected'],
  ['dismissed', 'rejected'],
  ['declined', 'rejected'],
  ['invalid', 'rejected'],
  ['fake', 'rejected'],
  ['spam', 'rejected'],
  ['duplicate', 'rejected'],
  ['duplicates', 'rejected'],
];
