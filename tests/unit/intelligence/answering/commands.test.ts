import { describe, expect, it } from '@jest/globals';
import { inShort, read, store } from '../support/read.ts';
import { readRows } from './sentences.ts';

const shown = ['inc_first', 'inc_second', 'inc_third'];
const previous = [{ question: 'show pending potholes', interpretation: null, references: shown }];

describe('A command', () => {
  it.each(readRows('commands.txt'))('in %s: %s', (domain, sentence, expected) => {
    const short = inShort(read(sentence, { domain }));
    if (expected === 'no command') expect(short).not.toMatch(/^command/);
    else expect(short).toBe(expected);
  });

  it.each([
    ['assign these to Team A', shown],
    ['close the first one', ['inc_first']],
    ['close the last one', ['inc_third']],
    ['resolve the last two', ['inc_second', 'inc_third']],
    ['close the second and third one', ['inc_second', 'inc_third']],
    ['number two is resolved, close it', ['inc_second']],
    ['both of the first two to Team A', ['inc_first', 'inc_second']],
    ['make them critical', shown],
    ['all of those to Roads Crew please', shown],
    ['close them all', shown],
    ['the third one: high priority', ['inc_third']],
  ])('points at what was shown last: %s', (sentence, ids) => {
    const { intent, filters, ambiguous } = read(sentence, { previous });
    expect({ intent, ids: filters.incident_ids, ambiguous }).toEqual({
      intent: 'command',
      ids,
      ambiguous: false,
    });
  });

  it('means one report when it says "it", so that several shown ones wait for approval', () => {
    expect(read('assign it to Team A', { previous })).toMatchObject({
      single: true,
      filters: { incident_ids: shown },
    });
  });

  it('asks when it names no report at all after a list', () => {
    expect(read('assign to Team A', { previous })).toMatchObject({ intent: 'command', ambiguous: true });
  });

  it('is never read in mode query', () => {
    const { intent, changes } = read('close all resolved complaints', { mode: 'query' });
    expect({ intent, changes }).toEqual({ intent: 'question', changes: undefined });
  });

  it('is demanded by mode management: any other sentence is nothing', () => {
    expect(read('how many potholes are open?', { mode: 'management' })).toMatchObject({
      intent: 'none',
      filters: {},
    });
    expect(read('potholes due in three days', { mode: 'management' }).changes).toEqual({
      due_date: '2026-10-17',
    });
  });

  it('proposes nothing but the listed fields, whatever it says', () => {
    const fields = new Set(['status', 'assignee', 'priority', 'due_date', 'note']);
    for (const [domain, sentence] of readRows('commands.txt'))
      for (const field of Object.keys(read(sentence, { domain }).changes ?? {}))
        expect(fields).toContain(field);
    expect(store.reports.length).toBeGreaterThan(100);
  });
});
