import type { Context } from 'aws-lambda';
import { sweeper } from '../lib/app-upkeep.ts';

/** Runs every minute and looks several times in it. */
export const handler = (_event: unknown, context: Context) =>
  sweeper().sweep(() => context.getRemainingTimeInMillis());
