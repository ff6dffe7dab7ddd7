import * as z from 'zod';
import { usage } from './run.ts';

/** One call of a model, as it is booked. */
export const usageEntry = usage.extend({
  call_id: z.string(),
  /** ISO 8601 instant at which the call ended. */
  at: z.string(),
  job_id: z.string(),
  agent_id: z.string(),
  domain_id: z.string(),
  model: z.string(),
});
export type UsageEntry = z.infer<typeof usageEntry>;

export const usageGroups = ['agent', 'domain', 'model', 'day'] as const;
export type UsageGroup = (typeof usageGroups)[number];

const sums = usage.extend({ calls: z.int().nonnegative() });
/** What one group used, and all of them together. */
export const usageReport = z.object({
  from: z.iso.date(),
  to: z.iso.date(),
  group_by: z.enum(usageGroups),
  usage: z.array(sums.extend({ key: z.string() })),
  total: sums,
});
export type UsageReport = z.infer<typeof usageReport>;

/** The UTC calendar day of an instant, `YYYY-MM-DD`. */
export const dayOf = (at: Date | string): string => new Date(at).toISOString().slice(0, 10);
