import { readFileSync } from 'node:fs';
import type { Category } from '../../lib/domain/domain.ts';

const vocabulary = JSON.parse(
  readFileSync(new URL('../../seed/data/vocabulary.json', import.meta.url), 'utf8'),
) as Record<string, { categories: Category[] }>;

/** The categories of a built-in domain; none of any other. */
export const categoriesOf = (domain: string): Category[] => vocabulary[domain]?.categories ?? [];
