import * as z from 'zod';
import { domainId } from './domain.ts';
import { instant, metadata } from './metadata.ts';

const title = z.string().trim().min(1).max(200);

export const sessionInput = z.object({ domain_id: domainId, title: title.default('New Session') });
export type SessionInput = z.infer<typeof sessionInput>;
export const sessionPatch = z.object({ title });

export const message = z.object({
  message_id: z.string(),
  role: z.enum(['user', 'assistant']),
  content: z.string(),
  timestamp: instant,
  metadata: z.object({ query_id: z.string(), references: z.array(z.string()) }),
});
export type Message = z.infer<typeof message>;

export const session = metadata.extend({
  session_id: z.string(),
  title: z.string(),
  domain_id: z.string(),
  message_count: z.int().nonnegative(),
  last_activity: instant,
});
export type Session = z.infer<typeof session>;
