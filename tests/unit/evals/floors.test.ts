import { describe, expect, test } from '@jest/globals';
import { makeSubject } from '../../../scripts/eval/subject.ts';
import { readStore } from '../../evals/data.ts';
import { evaluate } from '../../evals/evaluate.ts';
import { belowFloor, readFloors } from '../../evals/floors.ts';

describe('The embedded model on the held-out half', () => {
  test('stays at or above the committed floors', async () => {
    const subject = makeSubject({ model: 'embedded' }, readStore());
    const { measures } = await evaluate(subject, 'heldout', { authors: true });
    const known = measures.map(({ set, field }) => `${set}.${field}`);
    expect(Object.keys(readFloors()).filter((key) => !known.includes(key))).toEqual([]);
    expect(belowFloor(measures, readFloors())).toEqual([]);
  }, 300_000);

  test.each([
    [{ field: 'right', count: 8 }, []],
    [{ field: 'right', count: 7 }, ['commands.right: 70.0% against 80.0%']],
    [{ field: 'wrongWrite', count: 0 }, []],
    [{ field: 'wrongWrite', count: 1 }, ['commands.wrongWrite: 10.0% against 0.0%']],
  ])('is measured against them: %j', (measure, expected) => {
    const floors = { 'commands.right': 0.8, 'commands.wrongWrite': 0 };
    expect(belowFloor([{ set: 'commands', total: 10, ...measure }], floors)).toEqual(expected);
  });
});
