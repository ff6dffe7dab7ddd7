import { describe, expect, it } from '@jest/globals';
import { noUsage } from '../../../lib/domain/run.ts';
import type { AgentRun } from '../../../lib/domain/run.ts';
import type { StoredReport } from '../../../lib/domain/report.ts';
import type { Job } from '../../../lib/ports/jobs.ts';
import { makeIngestionJob } from '../../../lib/services/ingestion-job.ts';
import { aReport, START } from '../../support/documents.ts';
import { aPlan, makeMemoryBlobs, silentLog } from '../../support/engine.ts';

const report = aReport({ raw_text: 'A deep pothole on MG Road in Bengaluru.' });
const job: Job = {
  ref: { tenantId: 'tenant-a', jobId: report.job_id },
  subject: 'report',
  subjectId: report.incident_id,
  domainId: report.domain_id,
  createdBy: 'user-1',
  status: 'processing',
  attempts: 1,
  cancelRequested: false,
  createdAt: START.toISOString(),
  updatedAt: START.toISOString(),
  plan: aPlan(['place', 'time', 'what', 'behind']),
};
const aRun = (agentId: string, fields: Partial<AgentRun>): AgentRun => ({
  agent_id: agentId,
  agent_name: `Agent ${agentId}`,
  agent_version: 3,
  status: 'success',
  timestamp: START.toISOString(),
  started_at: START.toISOString(),
  duration_ms: 5,
  attempt: 1,
  reasoning: '',
  output: null,
  tool_calls: [],
  model: 'embedded',
  usage: noUsage,
  references: [],
  ...fields,
});
const place = aRun('place', { output: { location_text: 'MG Road', category: 'road', confidence: 0.8 } });
const time = aRun('time', { output: { urgency: 'urgent', category: 'late', confidence: 0.8 } });
const what = aRun('what', { status: 'error', error_message: 'I was told to fail.' });
const behind = aRun('behind', { status: 'skipped', error_message: 'It needs Agent what, which failed.' });
const failure = {
  code: 'AGENT_RAISED' as const,
  message: 'Agent what failed: I was told to fail.',
  request_id: 'request-1',
  attempts: 1,
  at: START.toISOString(),
  agent_ids: ['what'],
};

const unused = () => Promise.reject(new Error('not part of this'));
const kindWith = (find: () => Promise<StoredReport | undefined>) =>
  makeIngestionJob({
    reports: { find },
    agents: { findMany: unused },
    domains: { find: unused },
    index: { neighbours: unused },
    projection: { project: unused, repair: unused },
    blobs: makeMemoryBlobs(),
    clock: { now: () => START },
    log: silentLog,
  });

describe('A report that could not be read to its end', () => {
  it('keeps what the agents that did their work found, in playbook order, and says who failed', async () => {
    const kind = kindWith(() => Promise.resolve(report));
    const outcome = await kind.abandon(job, [what, time, behind, place], { status: 'failed', failure });
    expect(outcome).toMatchObject({
      status: 'failed',
      report: {
        status: 'failed',
        error: failure.message,
        // Two of the same confidence: the earlier in the playbook stands.
        ingestion_data: { location_text: 'MG Road', category: 'road', urgency: 'urgent' },
        provenance: { location_text: { agent_id: 'place', agent_version: 3, evidence: 'MG Road' } },
        review: { required: true, reasons: ['Agent what failed: I was told to fail.'] },
      },
    });
  });

  it('keeps it when it was cancelled, too', async () => {
    const kind = kindWith(() => Promise.resolve(report));
    expect(await kind.abandon(job, [place], { status: 'cancelled' })).toMatchObject({
      status: 'cancelled',
      report: { status: 'failed', ingestion_data: { location_text: 'MG Road' } },
    });
  });

  it('has failed all the same when nothing can be kept: no agent was done, or the store is away', async () => {
    const failed = { status: 'failed', report: { status: 'failed', error: failure.message } };
    const empty = kindWith(() => Promise.resolve(report));
    expect(await empty.abandon(job, [what], { status: 'failed', failure })).toEqual(failed);
    const away = kindWith(() => Promise.reject(new Error('away')));
    expect(await away.abandon(job, [place, what], { status: 'failed', failure })).toEqual(failed);
  });
});
