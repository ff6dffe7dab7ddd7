import { loadReadingResources } from '../../../../lib/intelligence/reading/load-resources.ts';
import type { HomeArea, KnownPlace, ReadingContext } from '../../../../lib/intelligence/reading/types.ts';
import { categoriesOf } from '../../../../scripts/support/vocabulary.ts';

export const resources = await loadReadingResources();

interface Given {
  now?: string;
  home?: HomeArea;
  places?: KnownPlace[];
  domain?: string;
}

/** A context on Friday, 20 November 2026, 10:00 UTC, unless told otherwise. */
export const contextOf = ({ now, home, places, domain }: Given = {}): ReadingContext => ({
  now: new Date(now ?? '2026-11-20T10:00:00.000Z'),
  home: home ?? { timezone: 'UTC' },
  places: places ?? [],
  categories: categoriesOf(domain ?? 'civic_complaints'),
  resources,
});
