import * as z from 'zod';

/** ISO 8601 in UTC with milliseconds. */
export const instant = z.iso.datetime();

/** What every created record carries. `id` repeats the record's own id field. */
export const metadata = z.object({
  id: z.string(),
  created_at: instant,
  updated_at: instant,
  created_by: z.string(),
});
export type Metadata = z.infer<typeof metadata>;

/** Agents and domains count their updates: 1 at creation, +1 per update. */
export const versioned = metadata.extend({ version: z.int().positive() });

export const isoNow = (now: Date): string => now.toISOString();
