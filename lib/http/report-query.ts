import * as z from 'zod';
import type { ReportFilter } from '../domain/filter.ts';
import { boundingBox } from '../domain/geo.ts';
import { reportStatus, urgency } from '../domain/report-vocabulary.ts';

const MAX_VALUES = 50;

const listed = (text: string): string[] => text.split(',').map((part) => part.trim());
const values = <T extends z.ZodType<unknown, string>>(item: T) =>
  z
    .string()
    .min(1)
    .max(5_000)
    .describe('One value, or several joined by commas.')
    .transform(listed)
    .pipe(z.array(item).min(1).max(MAX_VALUES));
const word = z.string().min(1).max(200);

/** An instant, or a calendar day in UTC, of which the first moment is meant. */
const moment = z
  .union([z.iso.datetime({ offset: true }), z.iso.date()], { error: 'expected an ISO 8601 instant or date' })
  .transform((text) => new Date(text).toISOString());

/** `west,south,east,north` in degrees. */
export const boxText = z
  .string()
  .max(200)
  .regex(/^\s*-?\d+(\.\d+)?(\s*,\s*-?\d+(\.\d+)?){3}\s*$/, 'expected west,south,east,north in degrees')
  .transform((text) => text.split(',').map(Number))
  .pipe(boundingBox);

/** The report filter as query strings write it: several values of a field are joined by commas. */
export const reportFilterFields = {
  domain_id: word.optional(),
  status: values(reportStatus).optional(),
  category: values(word).optional(),
  urgency: values(urgency).optional(),
  assignee: values(word).optional(),
  from: moment.optional(),
  to: moment.optional(),
  bbox: boxText.optional(),
  place: word.optional(),
  q: z.string().trim().min(1).max(1_000).optional(),
};
export const reportFilterQuery = z.object(reportFilterFields);

/** The filter inside a parsed query string, other parameters left behind. */
export function toReportFilter(query: z.output<typeof reportFilterQuery>): ReportFilter {
  const parts = Object.keys(reportFilterFields).map(
    (name) => [name, query[name as keyof typeof query]] as const,
  );
  return Object.fromEntries(parts.filter(([, value]) => value !== undefined));
}
