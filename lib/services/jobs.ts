import type { Principal } from '../domain/principal.ts';
import type { Job, JobFailure, JobStatus, JobStore } from '../ports/jobs.ts';
import { found } from './access.ts';

export interface JobState {
  job_id: string;
  status: JobStatus;
  domain_id: string;
  /** What the job works on: one of the two. */
  incident_id?: string;
  query_id?: string;
  session_id?: string;
  attempts: number;
  cancel_requested: boolean;
  created_at: string;
  updated_at: string;
  created_by: string;
  error?: string;
  /** Why the job failed; `request_id` finds the log lines of the execution that gave up. */
  failure?: JobFailure;
}

const toState = (job: Job): JobState => ({
  job_id: job.ref.jobId,
  status: job.status,
  domain_id: job.domainId,
  ...(job.subject === 'report' ? { incident_id: job.subjectId } : { query_id: job.subjectId }),
  ...(job.sessionId !== undefined && { session_id: job.sessionId }),
  attempts: job.attempts,
  cancel_requested: job.cancelRequested,
  created_at: job.createdAt,
  updated_at: job.updatedAt,
  created_by: job.createdBy,
  ...(job.error !== undefined && { error: job.error }),
  ...(job.failure && { failure: job.failure }),
});

/** Where any job stands, of a report or of a query. */
export function makeJobs({ jobs }: { jobs: Pick<JobStore, 'find'> }) {
  return {
    async get({ tenantId }: Principal, jobId: string): Promise<JobState> {
      return toState(found(await jobs.find({ tenantId, jobId }), 'job', jobId));
    },
  };
}
