import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Agent } from '../../lib/domain/agent.ts';
import type { Principal } from '../../lib/domain/principal.ts';
import { START } from '../support/documents.ts';
import { anAgent } from '../support/engine.ts';
import { startSlice } from '../support/slice.ts';
import type { Slice } from '../support/slice.ts';
import { measured } from './support/results.ts';

const admin: Principal = { tenantId: 'tenant-a', userId: 'admin-1', username: 'Ann', role: 'admin' };
const PLACE = 'builtin-ingestion-geo';

/** The whole product but its HTTP edge: relational store, embedded model, engine. */
let slice: Slice;
beforeAll(async () => {
  slice = await startSlice();
  await slice.enter(admin);
}, 120_000);
afterAll(() => slice.stop());

const anIngestionAgent = (agent_id: string, fields: Partial<Agent>): Agent =>
  anAgent(agent_id, { agent_class: 'ingestion', created_by: admin.userId, ...fields });

/** A domain whose playbook has an agent that is told to fail, one that needs it, and one that does not. */
async function aDomainThatFails(): Promise<string> {
  const refuser = anIngestionAgent('refuser', {
    agent_name: 'Refuser',
    system_prompt: 'Always fail with the message "The register is closed".',
  });
  const behind = anIngestionAgent('behind', { agent_name: 'Behind', agent_dependencies: ['refuser'] });
  for (const agent of [refuser, behind]) await slice.agents.insert(admin.tenantId, agent);
  const civic = await slice.domains.find(admin.tenantId, 'civic_complaints');
  if (civic === undefined) throw new Error('The built-in domain is missing.');
  const graph = {
    nodes: [PLACE, 'refuser', 'behind'],
    edges: [{ from: 'refuser', to: 'behind' }],
  };
  await slice.domains.insert(admin.tenantId, {
    ...civic,
    id: 'closed_register',
    domain_id: 'closed_register',
    is_inbuilt: false,
    version: 1,
    created_by: admin.userId,
    created_at: START.toISOString(),
    ingestion_playbook: { agent_execution_graph: graph },
  });
  return 'closed_register';
}

describe('An agent whose instructions tell it to fail', () => {
  it('is an error with its message; its dependents are skipped; the job has failed, and what others found is kept', async () => {
    const domain_id = await aDomainThatFails();
    const started = Date.now();
    const text = 'A deep pothole on MG Road in Bengaluru.';
    const { result, report } = await slice.report(admin, text, { domain_id });
    const took = Date.now() - started;
    expect(result).toBe('failed');
    const log = await slice.executionLog({ tenantId: admin.tenantId, jobId: report.job_id });
    const entry = (id: string) => log.find(({ agent_id }) => agent_id === id);
    expect(entry('refuser')).toMatchObject({ status: 'error', error_message: 'The register is closed' });
    expect(entry('behind')).toMatchObject({
      status: 'skipped',
      error_message: 'It needs Refuser, which failed.',
    });
    expect(entry(PLACE)?.status).toBe('success');
    const failure = (await slice.jobs.find({ tenantId: admin.tenantId, jobId: report.job_id }))?.failure;
    expect(failure).toMatchObject({ code: 'AGENT_RAISED', agent_ids: ['refuser'] });
    expect(report).toMatchObject({
      status: 'failed',
      error: 'Refuser failed: The register is closed',
      ingestion_data: { geo_location: { type: 'Point' } },
      provenance: { geo_location: { agent_id: PLACE } },
      review: { required: true, reasons: ['Refuser failed: The register is closed'] },
    });
    measured(
      'An agent whose prompt says to fail',
      'error with a message, dependents skipped, job failed, visible within seconds',
      `all of it, ${failure?.code}, ${took} ms after the submission; the place that another agent found is on the report`,
    );
    expect(took).toBeLessThan(5_000);
  });
});
