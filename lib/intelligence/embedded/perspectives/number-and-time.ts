import { closedStatuses } from '../../../domain/report-vocabulary.ts';
import { localDay, localMoment, named, noneOf, plural, readable } from '../wording.ts';
import { countWish, groupWish, nothingFound, readWish, type Perspective } from './perspective.ts';

export const howMany: Perspective = {
  name: 'how many',
  wishes: ({ group_by }, filter) => [
    countWish(filter),
    groupWish(filter, 'status'),
    ...(group_by !== undefined && group_by !== 'status' ? [groupWish(filter, group_by)] : []),
  ],
  state: ({ facts }) => {
    const total = facts.total;
    if (total === undefined) return { values: {}, answer: 'The data could not be counted.' };
    const statuses = named(facts.groups['status']);
    const closed = statuses
      .filter(({ key }) => (closedStatuses as readonly string[]).includes(key))
      .reduce((sum, { count }) => sum + count, 0);
    const values = {
      total,
      count: total,
      open_count: total - closed,
      closed_count: closed,
      by_status: statuses,
    };
    if (total === 0) return { values, answer: 'No report matches: the number is 0.' };
    const open = total - closed;
    const ofThem =
      total === 1 ? `which is ${open === 1 ? '' : 'not '}open` : `${open === 0 ? 'none' : open} of them open`;
    return { values, answer: `${plural(total, 'report')}, ${ofThem}.` };
  },
};

/** Quantities with a unit or a currency as the reports write them. */
const quantity =
  /(?:(?:rs\.?|inr|usd|eur|gbp|\$|€|£|₹)\s?\d[\d,.]*(?:\s?(?:lakhs?|crores?|million|thousand|k))?)|\b\d[\d,.]*\s?(?:%|percent|acres?|hectares?|ha|kg|kilos?|tonnes?|tons?|quintals?|bags?|litres?|liters?|metres?|meters?|feet|ft|km|miles?|hours?|days?|weeks?|houses?|homes?|families|people|persons|animals|cows|goats|trees|vehicles|trucks?|cars?|lakhs?|crores?|rupees|dollars|inches|cm|mm)\b/gi;

export const quantitiesIn = (text: string): string[] =>
  [...text.matchAll(quantity)].map(([found]) => found.trim());

export const howMuch: Perspective = {
  name: 'how much',
  wishes: ({ metric, metric_field }, filter) => [
    readWish(filter, 30),
    metric !== 'count' && metric_field !== undefined
      ? { tool: 'aggregation_api', input: { filter, metric, field: metric_field } }
      : countWish(filter),
  ],
  state: ({ facts }) => {
    if (facts.total === 0) return nothingFound;
    const quantities = facts.reports.flatMap(({ incident_id, text }) =>
      quantitiesIn(text).map((amount) => ({ incident_id, amount })),
    );
    const { measure } = facts;
    const values = {
      quantities,
      amounts: quantities,
      value: measure?.value ?? null,
      metric: measure?.metric ?? null,
      total: facts.total ?? null,
    };
    if (measure?.value !== null && measure?.value !== undefined)
      return {
        values,
        answer: `The ${readable(measure.metric)} is ${Math.round(measure.value * 100) / 100} over ${plural(facts.total ?? 0, 'report')}.`,
      };
    const read = facts.reports.length;
    if (quantities.length === 0)
      return {
        values,
        answer: `${noneOf(read)} states ${read === 1 ? 'no' : 'an'} amount; the data does not tell how much.`,
      };
    const quoted = quantities.slice(0, 4).map(({ amount, incident_id }) => `${amount} (${incident_id})`);
    return { values, answer: `Amounts stated in the reports: ${quoted.join('; ')}.` };
  },
};

const directions: Readonly<Record<string, string>> = {
  rising: 'More lately',
  falling: 'Fewer lately',
  flat: 'No clear trend',
};

export const when: Perspective = {
  name: 'when',
  wishes: ({ interval }, filter) => [
    readWish(filter, 1, 'newest'),
    readWish(filter, 1, 'oldest'),
    { tool: 'analytics_api', input: { operation: 'trend', filter, interval: interval ?? 'month' } },
  ],
  state: ({ facts, timezone }) => {
    if ((facts.found ?? facts.total) === 0) return nothingFound;
    const times = facts.reports.map(({ event_at }) => event_at).sort();
    const [earliest, latest] = [times[0] ?? null, times.at(-1) ?? null];
    const points = facts.trend?.points ?? [];
    const peak = points.reduce<(typeof points)[number] | undefined>(
      (best, point) => (!best || point.count > best.count ? point : best),
      undefined,
    );
    const values = {
      earliest,
      latest,
      peak: peak ? { start: peak.bucket, count: peak.count } : null,
      trend: facts.trend?.direction ?? null,
    };
    if (earliest === null || latest === null) return { values, answer: 'The data does not tell when.' };
    const span =
      earliest === latest
        ? `On ${localMoment(latest, timezone)}.`
        : `From ${localDay(earliest, timezone)} to ${localMoment(latest, timezone)}.`;
    const busiest =
      peak && points.length > 1
        ? ` Most in the ${facts.trend?.interval ?? 'period'} of ${localDay(peak.bucket, timezone)} (${peak.count}).`
        : '';
    const direction =
      facts.trend && points.length > 1
        ? ` ${directions[facts.trend.direction] ?? ''} (${facts.trend.earlier}, then ${facts.trend.later}).`
        : '';
    return { values, answer: `${span}${busiest}${direction}` };
  },
};
