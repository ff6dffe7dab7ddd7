import type { Agent } from '../domain/agent.ts';
import { isoNow } from '../domain/metadata.ts';
import type { Job } from '../ports/jobs.ts';
import type { LiveStatus, StatusEvent, StatusPublisher } from '../ports/live.ts';
import type { Clock } from '../ports/world.ts';
import { shortened } from './large-outputs.ts';

const subjectOf = (job: Job): Pick<StatusEvent, 'query_id' | 'incident_id' | 'session_id'> => ({
  ...(job.subject === 'query' ? { query_id: job.subjectId } : { incident_id: job.subjectId }),
  ...(job.sessionId !== undefined && { session_id: job.sessionId }),
});

/** Bytes of a message; a batch of 200 events is one item of the status log. */
const MAX_MESSAGE = 1_000;

/** Numbers a job's status events from `after` on and hands them over. */
export function makeProgress(job: Job, after: number, publisher: StatusPublisher, clock: Pick<Clock, 'now'>) {
  let sequence = after;
  return (status: LiveStatus, message: string, agent?: Pick<Agent, 'agent_id' | 'agent_name'>): void => {
    sequence += 1;
    publisher.publish(job.ref.tenantId, {
      job_id: job.ref.jobId,
      ...subjectOf(job),
      sequence,
      status,
      ...(agent && { agent_id: agent.agent_id, agent_name: agent.agent_name }),
      message: shortened(message, MAX_MESSAGE),
      timestamp: isoNow(clock.now()),
    });
  };
}
export type Progress = ReturnType<typeof makeProgress>;
