import { describe, expect, it } from '@jest/globals';
import { summarise } from '../../../../lib/intelligence/answering/summary.ts';
import { select } from '../../../evals/reference.ts';
import { domainOf, read, store } from '../support/read.ts';
import { makeStoreIndex } from '../support/store-index.ts';

const index = makeStoreIndex(store);
const domain = domainOf('civic_complaints');
const nameOf = (id: string) => store.teams.find(({ team_id }) => team_id === id)?.team_name ?? id;
const answer = (question: string) => summarise('tenant-a', read(question), index, { domain, nameOf });
const count = (filter: Parameters<typeof select>[2]) => select(store, 'civic_complaints', filter).length;

describe('The summary of an answer', () => {
  it('states the number of the index, for what, and the reports behind it', async () => {
    const { text, stated, references } = await answer('How many potholes in Old Town?');
    const wanted = select(store, 'civic_complaints', { category: ['pothole'], place: 'Old Town' });
    expect(stated).toMatchObject({ kind: 'count', count: wanted.length });
    expect(references).toEqual(wanted.map(({ incident_id }) => incident_id));
    expect(text).toBe(
      `${wanted.length} report${wanted.length === 1 ? ' matches' : 's match'}: pothole, at Old Town.`,
    );
  });

  it('breaks down with names that people know', async () => {
    const { text, stated } = await answer('How many does each team have open?');
    expect(stated).toMatchObject({ kind: 'groups', by: 'assignee' });
    expect(text).toContain('Roads Crew 4');
  });

  it('names the leader of a ranking, and says when several share the place', async () => {
    expect((await answer('Which place is worst for potholes?')).text).toMatch(/^Most: Station Road with 4\./);
    const tied = await answer('In which month did we receive the most complaints?');
    expect(tied.stated).not.toHaveProperty('top');
    expect(tied.text).toMatch(/share the place with \d+ each/);
  });

  it('compares two selections with the change between them', async () => {
    const { text, stated } = await answer('this week compared to last week?');
    expect(stated).toEqual({ kind: 'comparison', count: 5, compared: 6 });
    expect(text).toMatch(/^5 against 6, 16\.7% fewer:/);
  });

  it('shows a development with its direction', async () => {
    const { text, stated } = await answer('trend of garbage complaints by month');
    const total = count({ category: ['garbage'] });
    expect(stated).toMatchObject({ kind: 'series', interval: 'month', total });
    expect(text).toContain(`${total} reports per month.`);
  });

  it('lists the newest when these are asked for', async () => {
    const { stated } = await answer('the two latest garbage complaints');
    const newest = select(store, 'civic_complaints', { category: ['garbage'] }).slice(0, 2);
    expect(stated).toEqual({ kind: 'list', ids: newest.map(({ incident_id }) => incident_id), total: 2 });
  });

  it('says what it did not understand', async () => {
    const { text } = await answer('zebra complaints mentioning the crossing');
    expect(text).toMatch(/zebra/);
  });

  it('states no number when words that were not understood stand in no report', async () => {
    const { text, stated } = await answer('flamboyant complaints in Old Town');
    expect(stated).toEqual({ kind: 'none' });
    expect(text).toMatch(/do not tell.*flamboyant.*Without the words/s);
  });

  it('says that a remark is no question', async () => {
    expect((await answer('good morning')).text).toMatch(/not understood as a question or a command/);
  });
});
