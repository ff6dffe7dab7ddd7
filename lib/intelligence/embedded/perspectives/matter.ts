import type { Interpretation } from '../../../domain/query.ts';
import { excerpt, finishedOf, named, noneOf, plural, unnamedCount, withCounts } from '../wording.ts';
import { groupWish, nothingFound, readWish, type Perspective } from './perspective.ts';

export const what: Perspective = {
  name: 'what',
  wishes: (_interpretation, filter) => [groupWish(filter, 'category'), readWish(filter, 5)],
  state: ({ facts, label }) => {
    if (facts.total === 0) return nothingFound;
    const categories = named(facts.groups['category']).map(({ key, count }) => ({ key: label(key), count }));
    const examples = facts.reports.map(({ incident_id, text }) => ({ incident_id, text: excerpt(text) }));
    const values = { categories, main_category: categories[0]?.key ?? null, examples };
    const [latest] = examples;
    const about = categories.length > 0 ? `About ${withCounts(categories)}.` : 'No report has a category.';
    return { values, answer: latest ? `${about} The latest says: “${latest.text}”` : about };
  },
};

export const whatKind: Perspective = {
  name: 'what kind',
  wishes: (_interpretation, filter) => [
    groupWish(filter, 'urgency'),
    groupWish(filter, 'sentiment'),
    groupWish(filter, 'category'),
  ],
  state: ({ facts, label }) => {
    if (facts.total === 0) return nothingFound;
    const urgencies = named(facts.groups['urgency']);
    const sentiments = named(facts.groups['sentiment']);
    const kinds = named(facts.groups['category']).map(({ key, count }) => ({ key: label(key), count }));
    const [main] = kinds;
    const values = { kinds, urgencies, sentiments, categories: kinds };
    const parts = [
      urgencies.length > 0 ? `Urgency: ${withCounts(urgencies)}.` : '',
      sentiments.length > 0 ? `Tone: ${withCounts(sentiments)}.` : '',
      main && kinds.length > 1 ? `${plural(kinds.length, 'kind')} of report, mostly ${main.key}.` : '',
    ].filter(Boolean);
    return { values, answer: parts.join(' ') || 'The data does not tell of what kind they are.' };
  },
};

/** A limit of groups is no limit of reports. */
const reportLimit = ({ limit, group_by }: Interpretation): number | undefined =>
  group_by === undefined ? limit : undefined;

export const which: Perspective = {
  name: 'which',
  wishes: (interpretation, filter) => {
    const limit = reportLimit(interpretation);
    const oldest = limit !== undefined && interpretation.order === 'asc';
    return [readWish(filter, Math.min(limit ?? 10, 50), oldest ? 'oldest' : 'newest')];
  },
  state: ({ facts, interpretation }) => {
    if ((facts.found ?? facts.total) === 0) return nothingFound;
    const reports = facts.reports.map(({ incident_id, text, status, place }) => ({
      incident_id,
      status,
      place,
      summary: excerpt(text),
    }));
    const total =
      reportLimit(interpretation) === undefined ? (facts.found ?? reports.length) : reports.length;
    const values = { reports, total, incident_ids: reports.map(({ incident_id }) => incident_id) };
    const shown = reports
      .slice(0, 3)
      .map(({ incident_id, summary, place }) => `${incident_id}${place ? ` (${place})` : ''}: “${summary}”`);
    const more = total > shown.length ? ` … ${total - shown.length} more` : '';
    return { values, answer: `${plural(total, 'report')}: ${shown.join('; ')}${more}.` };
  },
};

const causeMarkers =
  /\b(?:because(?: of)?|due to|caused by|as a result of|owing to|thanks to|result of|triggered by|led to by|blame[ds]? (?:on|the)|reason (?:is|being))\b([^.!?;\n]{4,120})/gi;

/** Clauses in which the reports themselves name a cause. */
export const causesIn = (text: string): string[] =>
  [...text.matchAll(causeMarkers)].map((match) => match[0].trim().replace(/[,\s]+$/, ''));

export const why: Perspective = {
  name: 'why',
  wishes: (_interpretation, filter) => [readWish(filter, 30)],
  state: ({ facts }) => {
    if ((facts.found ?? facts.total) === 0) return nothingFound;
    const causes = facts.reports.flatMap(({ incident_id, text }) =>
      causesIn(text).map((cause) => ({ incident_id, cause })),
    );
    const read = facts.reports.length;
    const values = {
      causes,
      cause: causes[0]?.cause ?? null,
      reports_with_cause: new Set(causes.map(({ incident_id }) => incident_id)).size,
      reports_read: read,
    };
    if (causes.length === 0)
      return {
        values,
        answer: `${noneOf(read)} names ${read === 1 ? 'no' : 'a'} cause; the data does not tell why.`,
      };
    const quoted = causes.slice(0, 3).map(({ cause, incident_id }) => `“${cause}” (${incident_id})`);
    return { values, answer: `Causes named in the reports: ${quoted.join('; ')}.` };
  },
};

export const how: Perspective = {
  name: 'how',
  wishes: (_interpretation, filter) => [groupWish(filter, 'status'), groupWish(filter, 'urgency')],
  state: ({ facts }) => {
    if (facts.total === 0) return nothingFound;
    const statuses = named(facts.groups['status']);
    const urgencies = named(facts.groups['urgency']);
    const done = statuses
      .filter(({ key }) => /^(resolved|closed|rejected)$/.test(key))
      .reduce((sum, { count }) => sum + count, 0);
    const total = facts.total ?? statuses.reduce((sum, { count }) => sum + count, 0);
    const values = { statuses, urgencies, resolved_count: done, open_count: total - done };
    const unrated = unnamedCount(facts.groups['urgency']);
    const severity =
      urgencies.length > 0
        ? ` Urgency: ${withCounts(urgencies)}${unrated > 0 ? `, ${unrated} not rated` : ''}.`
        : '';
    return {
      values,
      answer: `Handling: ${withCounts(statuses, 8)}; ${finishedOf(done, total)}.${severity}`,
    };
  },
};
