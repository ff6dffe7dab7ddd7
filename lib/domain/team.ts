import * as z from 'zod';
import { metadata } from './metadata.ts';

const fields = {
  team_name: z.string().trim().min(1).max(100),
  aliases: z.array(z.string().trim().min(1).max(100)).max(50),
  /** User ids. */
  members: z.array(z.string().min(1).max(200)).max(500),
};
export const teamInput = z.object({
  team_id: z.string().regex(/^[a-z0-9][a-z0-9_-]{0,63}$/),
  team_name: fields.team_name,
  aliases: fields.aliases.default([]),
  members: fields.members.default([]),
});
export type TeamInput = z.infer<typeof teamInput>;
export const teamPatch = z.object(fields).partial();
export type TeamPatch = z.infer<typeof teamPatch>;
export const team = metadata.extend({ ...fields, team_id: z.string() });
export type Team = z.infer<typeof team>;

/** A person of the tenant, known from his or her first request. */
export interface User {
  user_id: string;
  username: string;
  role: string;
}
