import { executionLog } from '../domain/execution-log.ts';
import type { LogEntry } from '../domain/run.ts';
import type { AgentRunStore, JobRef, JobStore } from '../ports/jobs.ts';

/** What a job has done so far, in order of time; empty for a job that has not started or does not exist. */
export function makeExecutionLogs(ports: {
  jobs: Pick<JobStore, 'find'>;
  runs: Pick<AgentRunStore, 'list'>;
}) {
  return async (ref: JobRef): Promise<LogEntry[]> => {
    const [job, runs] = await Promise.all([ports.jobs.find(ref), ports.runs.list(ref)]);
    const { nodes = [], edges = [] } = job?.plan ?? {};
    return executionLog({ nodes: nodes.map(({ agent }) => agent.agent_id), edges }, runs);
  };
}
