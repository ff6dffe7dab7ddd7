import * as z from 'zod';

/** `check` only compares; `rebuild` writes every report to the index and removes what is no longer stored. */
export const reindexInput = z.object({
  mode: z.enum(['check', 'rebuild']).default('check'),
  /** From the answer before; absent at the start. */
  cursor: z.string().max(10_000).optional(),
});
export type ReindexInput = z.input<typeof reindexInput>;

/** What one step saw. Differences after a rebuild's step are those that it repaired. */
export interface ReindexStep {
  /** Stored reports that were looked at. */
  reports: number;
  /** Stored, but not in the index. */
  missing: number;
  /** In the index in an older version. */
  outdated: number;
  /** In the index, but no longer stored. */
  extra: number;
  /** Some ids of the differences, for a look at them. */
  examples: string[];
  /** Where the next step goes on; absent when all has been seen. */
  cursor?: string;
}
