import { mergeFindings, withGiven } from '../domain/findings.ts';
import type { StoredReport } from '../domain/report.ts';
import type { AgentRun } from '../domain/run.ts';
import type { Plan } from '../ports/jobs.ts';

/** Characters of a reason; the whole message stands in the execution log. */
const MAX_REASON = 500;

/** Agents that a reviewer should know to have failed. */
export const failuresOf = (runs: readonly AgentRun[]): string[] =>
  runs
    .filter(({ status }) => status === 'error')
    .map(({ agent_name, error_message }) =>
      `${agent_name} failed: ${error_message ?? 'no reason given'}`.slice(0, MAX_REASON),
    );

const inPlaybookOrder = (plan: Plan | undefined, runs: readonly AgentRun[]): AgentRun[] =>
  (plan?.nodes ?? []).flatMap(({ agent }) => runs.find(({ agent_id }) => agent_id === agent.agent_id) ?? []);

/** Outputs that are only named here cannot be merged. */
const isWhole = ({ output, output_key }: AgentRun): boolean =>
  output_key === undefined || !Object.hasOwn(Object(output) as object, 'stored_as');

/**
 * What the agents that did their work found, for a report that could not be read to its end; undefined when they found
 * nothing.
 */
export function partialReport(
  report: StoredReport,
  plan: Plan | undefined,
  runs: readonly AgentRun[],
): Pick<StoredReport, 'ingestion_data' | 'provenance' | 'review'> | undefined {
  const done = inPlaybookOrder(plan, runs).filter((run) => run.status === 'success' && isWhole(run));
  if (done.length === 0) return undefined;
  const { data, provenance } = withGiven(mergeFindings(done, report.raw_text), report);
  return { ingestion_data: data, provenance, review: { required: true, reasons: failuresOf(runs) } };
}
