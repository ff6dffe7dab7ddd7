import { describe, expect, it } from '@jest/globals';
import type { Turn } from '../../../../lib/intelligence/answering/sentence.ts';
import { inShort, read } from '../support/read.ts';

/** Reads the sentences one after the other in one session; answers the last reading. */
function inSession(...sentences: readonly string[]): string {
  const previous: Turn[] = [];
  let short = '';
  for (const question of sentences) {
    const interpretation = read(question, { previous });
    previous.push({ question, interpretation, references: ['inc_a', 'inc_b'] });
    short = inShort(interpretation);
  }
  return short;
}

describe('A follow-up question', () => {
  it.each([
    [
      ['How many garbage complaints did we get this month?', 'and last month?'],
      'category=[garbage] from=2026-09-01 to=2026-10-01',
    ],
    [
      ['How many open potholes are there?', 'and how many of those are unassigned?'],
      'assigned=false category=[pothole] open',
    ],
    [['How many open complaints are in Old Town?', 'And in Lakeside?'], 'open place=Lakeside'],
    [['How many open complaints are in Old Town?', 'Lakeside?'], 'open place=Lakeside'],
    [
      ['How many sewage complaints in Gandhi Nagar?', 'and water supply?'],
      'category=[water_supply] place=Gandhi Nagar',
    ],
    [['potholes in Old Town', 'only the unresolved ones'], 'category=[pothole] open place=Old Town'],
    [['potholes in Old Town', 'what about Lakeside'], 'category=[pothole] place=Lakeside'],
    [
      ['potholes in Old Town', 'which of those are overdue?'],
      'category=[pothole] due_to=2026-10-14 place=Old Town',
    ],
    [['potholes in Old Town', 'by status please'], 'category=[pothole] place=Old Town | by status'],
    [
      ['potholes in Old Town by status', 'and how many of them are urgent?'],
      'category=[pothole] place=Old Town urgency=[urgent]',
    ],
    [['potholes in Old Town by status', 'list them'], 'category=[pothole] place=Old Town'],
    [
      ['How many garbage complaints this month?', 'compared to last month?'],
      'category=[garbage] from=2026-10-01 to=2026-11-01 | versus category=[garbage] from=2026-09-01 to=2026-10-01',
    ],
    [['unassigned potholes', 'and those of Team A?'], 'assignee=[team-a] category=[pothole]'],
    [['open potholes', 'and the closed ones?'], 'category=[pothole] status=[closed]'],
    [['open potholes', 'same for July'], 'category=[pothole] from=2026-07-01 open to=2026-08-01'],
    [['open potholes', 'potholes only'], 'category=[pothole] open'],
  ])('%j takes over what it does not change', (sentences, expected) => {
    expect(inSession(...sentences)).toBe(expected);
  });

  it.each([
    'How many complaints mention rats?',
    'Which place has the most noise complaints?',
    'Show me the closed garbage complaints',
  ])('is none when the question stands by itself: %s', (question) => {
    expect(inSession('How many open potholes are in Old Town?', question)).toBe(inSession(question));
  });

  it.each(['thanks', 'ok', 'good morning'])('is none when nothing is asked: %s', (remark) => {
    expect(inSession('How many open potholes are there?', remark)).toBe('none');
  });
});
