import type { Context } from 'aws-lambda';
import { engine } from '../lib/app-jobs.ts';
import type { JobRef } from '../lib/ports/jobs.ts';

/** Takes a job as far as one execution can; invoked asynchronously with the job's reference. */
export const handler = (ref: JobRef, context: Context) =>
  engine().run(ref, {
    requestId: context.awsRequestId,
    remainingMs: () => context.getRemainingTimeInMillis(),
  });
