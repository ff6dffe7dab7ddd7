import { reviewOf } from '../domain/consistency.ts';
import type { Domain } from '../domain/domain.ts';
import { mergeFindings, withGiven } from '../domain/findings.ts';
import type { Findings } from '../domain/findings.ts';
import type { Review, StoredReport } from '../domain/report.ts';
import type { AgentRun } from '../domain/run.ts';
import { notFound } from '../errors.ts';
import type { BlobStore } from '../ports/blobs.ts';
import type { ReportStore } from '../ports/documents.ts';
import type { Job, JobKind } from '../ports/jobs.ts';
import type { AgentStore, DomainStore, ReportIndex } from '../ports/relational.ts';
import type { Clock, Log } from '../ports/world.ts';
import { findDuplicates } from './duplicates.ts';
import { fitData } from './fit-data.ts';
import { failuresOf, partialReport } from './partial-report.ts';
import { planPlaybook, toContext } from './playbook-plan.ts';
import type { Projection } from './projection.ts';

export interface IngestionPorts {
  reports: Pick<ReportStore, 'find'>;
  agents: Pick<AgentStore, 'findMany'>;
  domains: Pick<DomainStore, 'find'>;
  index: Pick<ReportIndex, 'neighbours'>;
  projection: Projection;
  blobs: BlobStore;
  clock: Pick<Clock, 'now'>;
  log: Log;
}

/** Reads a report: runs the domain's ingestion playbook on its text and merges what the agents found. */
export function makeIngestionJob(ports: IngestionPorts): JobKind {
  const { reports, agents, domains, index, projection, blobs, clock, log } = ports;

  const subjectOf = async ({ ref, subjectId }: Job): Promise<StoredReport> => {
    const report = await reports.find(ref.tenantId, subjectId);
    if (report === undefined) throw notFound('report', subjectId);
    return report;
  };
  const domainOf = async ({ ref, domainId }: Job): Promise<Domain> => {
    const domain = await domains.find(ref.tenantId, domainId);
    if (domain === undefined) throw notFound('domain', domainId);
    return domain;
  };

  const review = (
    report: StoredReport,
    found: Findings,
    domain: Domain,
    runs: readonly AgentRun[],
  ): Review => {
    const { reasons } = reviewOf(report, found, domain.home, clock.now());
    const all = [...reasons, ...failuresOf(runs)];
    return { required: all.length > 0, reasons: all };
  };

  const partly = async (job: Job, runs: readonly AgentRun[]): Promise<Partial<StoredReport>> => {
    const found = partialReport(await subjectOf(job), job.plan, runs);
    return found ? { ...found, ingestion_data: await fitData(blobs, job.ref, found.ingestion_data) } : {};
  };

  return {
    prepare: async (job) => {
      const { ingestion_playbook } = await domainOf(job);
      return planPlaybook(agents, job.ref.tenantId, ingestion_playbook, 'ingestion');
    },

    input: async (job) => {
      const [report, domain] = await Promise.all([subjectOf(job), domainOf(job)]);
      return {
        principal: { tenantId: job.ref.tenantId, userId: job.createdBy },
        domain: toContext(domain),
        text: report.raw_text,
        given: {
          ...(report.occurred_at !== null && { occurred_at: report.occurred_at }),
          ...(report.location !== null && { location: report.location }),
        },
      };
    },

    synthesise: async ({ job, runs }) => {
      const [report, domain] = await Promise.all([subjectOf(job), domainOf(job)]);
      const extracted = mergeFindings(runs, report.raw_text);
      const found = withGiven(extracted, report);
      const read = { ...report, ingestion_data: found.data };
      const possible_duplicates = await findDuplicates(index, job.ref.tenantId, read);
      return {
        status: 'completed',
        report: {
          status: 'completed',
          ingestion_data: await fitData(blobs, job.ref, found.data),
          provenance: found.provenance,
          review: review(report, extracted, domain, runs),
          possible_duplicates,
        },
      };
    },

    abandon: async (job, runs, end) => {
      const error = end.status === 'failed' ? end.failure.message : 'The job was cancelled.';
      const kept = await partly(job, runs).catch((cause: unknown) => {
        log.warn('What was found could not be kept.', { job_id: job.ref.jobId, error: cause });
        return {};
      });
      return { status: end.status, report: { ...kept, status: 'failed', error } };
    },

    settled: ({ ref, subjectId }) => projection.repair(ref.tenantId, subjectId),
  };
}
