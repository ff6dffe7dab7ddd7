import { months, unitWords, weekdays } from './time/names.ts';

/** Words with a meaning for some slot; listed so that a misspelling of one can be put right. */
export const slotWords: ReadonlySet<string> = new Set([
  ...months.keys(),
  ...weekdays.keys(),
  ...unitWords.keys(),
  ...`today yesterday tomorrow tonight last previous past next current recent latest newest oldest weekend weekends morning afternoon evening night
  open opened unresolved outstanding unsolved active ongoing pending waiting assigned unassigned allotted allocated progress started
  resolved fixed solved repaired settled closed completed finished done rejected dismissed declined reopened overdue
  status state priority priorities urgency severity critical high medium low urgent immediate moderate
  immediately urgently highly negatively positively
  positive negative neutral mixed happy angry sentiment mood
  category categories type types kind kinds place places area areas location locations ward wards neighbourhood neighborhood district
  team teams assignee owner source channel channels daily weekly monthly hourly weekday
  assign reassign unassign allocate allot delegate transfer forward route hand give pass move close resolve reopen reject start mark set change
  update make put raise lower escalate bump prioritise prioritize add leave write note comment remark deadline due
  average mean maximum minimum highest lowest total most least common frequent trend trending increase increasing decrease decreasing
  rising falling compare compared versus report reports complaint complaints incident incidents`
    .trim()
    .split(/\s+/),
]);
