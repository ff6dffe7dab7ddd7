import { describe, expect, it } from '@jest/globals';
import { finishedOf, noneOf } from '../../../../lib/intelligence/embedded/wording.ts';
import { builtin, makeEmbeddedProduct } from '../support/product.ts';
import { store } from '../support/read.ts';

describe('The wording of a statement', () => {
  it.each([
    [0, 1, 'it is not finished'],
    [1, 1, 'it is finished'],
    [0, 4, 'none of the 4 is finished'],
    [1, 4, '1 of 4 is finished'],
    [3, 4, '3 of 4 are finished'],
    [4, 4, 'all 4 are finished'],
  ])('counts %i of %i finished', (done, total, expected) => {
    expect(finishedOf(done, total)).toBe(expected);
  });

  it('speaks of one report in the singular', () => {
    expect([noneOf(1), noneOf(5)]).toEqual(['The one report read', 'None of the 5 reports read']);
  });

  const product = makeEmbeddedProduct();
  const [one] = store.reports.filter(({ domain_id: domain }) => domain === 'civic_complaints');

  it.each(['who', 'where', 'why', 'how', 'how-many', 'how-much', 'which', 'what-kind'])(
    'never says "1 reports" or "the 1 report" as %s',
    async (id) => {
      const question = `What about ${one?.incident_id}?`;
      const interpretation = await product.interpret(question);
      expect(interpretation.filters.incident_ids).toEqual([one?.incident_id]);
      const { output } = await product.run(builtin(`query-${id}`), question, { interpretation });
      expect(output['answer']).toMatch(/\S/);
      expect(output['answer']).not.toMatch(/\b1 reports\b|\bthe 1 report\b|of 1 (is|are)\b/);
    },
  );
});
