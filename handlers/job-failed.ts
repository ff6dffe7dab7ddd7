import type { Context } from 'aws-lambda';
import { engine } from '../lib/app-jobs.ts';
import { failedInvocation } from '../lib/http/events.ts';

/** Lambda gave up on an event of the orchestrator: the job is failed, or left to the sweeper when it has tries left. */
export const handler = (event: unknown, context: Context) =>
  engine().giveUp(failedInvocation.parse(event).requestPayload, {
    requestId: context.awsRequestId,
    remainingMs: () => context.getRemainingTimeInMillis(),
  });
