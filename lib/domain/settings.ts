import * as z from 'zod';
import { modelName } from './agent.ts';
import { instant } from './metadata.ts';

const budget = z.strictObject({
  /** Input and output tokens of one UTC day; null for no limit. */
  tokens: z.int().nonnegative().max(1e12).nullable(),
  /** US dollars of one UTC day; null for no limit. */
  usd: z.number().nonnegative().max(1e6).nullable(),
});
const perMinute = z.int().min(1).max(100_000);
const rates = z.strictObject({ requests_per_minute: perMinute, jobs_per_minute: perMinute });

export const settingsPatch = z.object({
  /** Null for the deployment's own choice. */
  model: modelName.nullable().optional(),
  daily_budget: budget.partial().optional(),
  rate_limits: rates.partial().optional(),
  version: z.int().nonnegative().optional(),
});
export type SettingsPatch = z.infer<typeof settingsPatch>;

/** What a tenant's admins decide for the whole tenant. Version 0 are the defaults that nobody has changed yet. */
export const settings = z.object({
  model: modelName.nullable(),
  daily_budget: budget,
  rate_limits: rates,
  version: z.int().nonnegative(),
  updated_at: instant.nullable(),
  updated_by: z.string().nullable(),
});
export type Settings = z.infer<typeof settings>;

export const defaultSettings: Settings = {
  model: null,
  daily_budget: { tokens: null, usd: null },
  rate_limits: { requests_per_minute: 30_000, jobs_per_minute: 6_000 },
  version: 0,
  updated_at: null,
  updated_by: null,
};
