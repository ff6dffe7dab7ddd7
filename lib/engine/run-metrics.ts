import type { AgentRun } from '../domain/run.ts';
import type { Job } from '../ports/jobs.ts';
import type { Metrics } from '../ports/world.ts';

/** What operators see of one agent's run: how long it took and what it used. */
export function recordRun(metrics: Metrics, { ref, subject }: Job, run: AgentRun): void {
  if (run.status === 'skipped') return;
  const details = { job_id: ref.jobId, agent_id: run.agent_id };
  metrics.record({ AgentDuration: run.duration_ms }, { kind: subject, status: run.status }, details);
  const { input_tokens, output_tokens, cost_usd } = run.usage;
  if (input_tokens + output_tokens === 0) return;
  const used = { InputTokens: input_tokens, OutputTokens: output_tokens, CostUsd: cost_usd };
  metrics.record(used, { model: run.model }, { job_id: ref.jobId });
}
