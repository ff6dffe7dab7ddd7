import { listed, named, plural, unnamedCount, withCounts } from '../wording.ts';
import { groupWish, nothingFound, readWish, type Perspective } from './perspective.ts';

export const who: Perspective = {
  name: 'who',
  wishes: (_interpretation, filter) => [groupWish(filter, 'assignee'), readWish(filter, 20)],
  state: ({ facts }) => {
    if (facts.total === 0) return nothingFound;
    const assignees = named(facts.groups['assignee']);
    const unassigned = unnamedCount(facts.groups['assignee']);
    const names = new Map(facts.reports.map(({ assignee }) => [assignee?.toLowerCase(), assignee]));
    const people = assignees.map(({ key, count }) => ({ key: names.get(key.toLowerCase()) ?? key, count }));
    const reporters = new Set(facts.reports.map(({ created_by }) => created_by)).size;
    const values = {
      assignees: people,
      assignee: people[0]?.key ?? null,
      unassigned_count: unassigned,
      reporters,
    };
    if (people.length === 0) {
      const which = unassigned === 1 ? 'the one report' : `any of the ${plural(unassigned, 'report')}`;
      return { values, answer: `Nobody is assigned to ${which}.` };
    }
    const open =
      unassigned > 0 ? ` ${plural(unassigned, 'report')} ${unassigned === 1 ? 'has' : 'have'} nobody.` : '';
    return { values, answer: `Responsible: ${withCounts(people)}.${open}` };
  },
};

export const where: Perspective = {
  name: 'where',
  wishes: (_interpretation, filter) => [
    groupWish(filter, 'place'),
    { tool: 'spatial_api', input: { operation: 'extent', filter, limit: 100 } },
  ],
  state: ({ facts }) => {
    if (facts.total === 0) return nothingFound;
    const places = named(facts.groups['place']);
    const unplaced = unnamedCount(facts.groups['place']);
    const values = {
      places,
      top_place: places[0]?.key ?? null,
      bounds: facts.extent?.bounds ?? null,
      located_count: facts.extent?.located ?? null,
    };
    if (places.length === 0) {
      const who = unplaced === 1 ? 'The one report names no place' : 'None of the reports names a place';
      return { values, answer: `${who}, so the data does not tell where.` };
    }
    const rest = unplaced > 0 ? ` ${plural(unplaced, 'report')} without a place.` : '';
    const more = places.length > 5 ? ` and ${places.length - 5} more places` : '';
    return { values, answer: `Places: ${withCounts(places)}${more}.${rest}` };
  },
};

export const fromWhere: Perspective = {
  name: 'from where',
  wishes: (_interpretation, filter) => [groupWish(filter, 'source'), groupWish(filter, 'place')],
  state: ({ facts }) => {
    if (facts.total === 0) return nothingFound;
    const sources = named(facts.groups['source']);
    const places = named(facts.groups['place']);
    const values = { sources, main_source: sources[0]?.key ?? null, places_of_origin: places, places };
    if (sources.length === 0)
      return { values, answer: 'The data does not tell through which channel the reports came.' };
    const origin =
      places.length > 0
        ? ` They come from ${listed(places.slice(0, 3).map(({ key }) => key))}${places.length > 3 ? ' and other places' : ''}.`
        : '';
    return { values, answer: `Received through ${withCounts(sources)}.${origin}` };
  },
};
