import type { Context } from 'aws-lambda';
import { failedJobs } from '../lib/app-upkeep.ts';
import { failedInvocation } from '../lib/http/events.ts';

/** Lambda gave up on an event of the orchestrator: the job has failed, or is left to the sweeper when it has tries left. */
export const handler = (event: unknown, context: Context) =>
  failedJobs().giveUp(failedInvocation.parse(event).requestPayload, context.awsRequestId);
