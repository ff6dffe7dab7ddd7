import { isNegated, isListed, takeNegation } from '../negation.ts';
import { addTo, type SlotReader } from '../sentence.ts';
import { partsOf } from '../phrase-index.ts';
import type { Entity } from './entities.ts';

const kindNoun = /^(category|categories|type|types|kind|class)$/;

/** The domain's categories that are named, excluded ones apart. */
export function readCategories(entities: readonly Entity[]): SlotReader {
  return (sentence, draft) => {
    let previous: { next: number; negated: boolean } | undefined;
    for (const entity of entities) {
      const { value, first, next, score } = entity;
      if (value.kind !== 'category' || !sentence.isFree(first)) continue;
      const inherits = previous !== undefined && isListed(sentence, previous.next, first) && previous.negated;
      const negated = isNegated(sentence, first) || inherits;
      addTo(draft.filters, 'category', value.category.key, negated);
      if (negated) takeNegation(sentence, 'category', first);
      if (score < 0.82)
        draft.doubts.push(
          `"${sentence.original(first, next)}" was read as the category ${value.category.label}`,
        );
      for (const index of partsOf(entity)) sentence.take('category', index);
      if (kindNoun.test(sentence.at(next)) && score > 0) sentence.take('category', next);
      previous = { next, negated };
    }
  };
}
