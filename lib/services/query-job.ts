import type { Domain } from '../domain/domain.ts';
import { isoNow } from '../domain/metadata.ts';
import type { Interpretation, StoredQuery } from '../domain/query.ts';
import { addUsage, noUsage } from '../domain/run.ts';
import type { AgentRun, Usage } from '../domain/run.ts';
import type { Team, User } from '../domain/team.ts';
import { AppError, notFound } from '../errors.ts';
import type { QueryStore, ReportStore, SessionStore } from '../ports/documents.ts';
import type { Interpreter, InterpreterInput, Summariser } from '../ports/agents.ts';
import type { Job, JobKind, JobOutcome, JobWork, Plan } from '../ports/jobs.ts';
import type { AgentStore, DomainStore, ReportIndex, TeamStore, TenantStore } from '../ports/relational.ts';
import type { Clock, Ids } from '../ports/world.ts';
import { bulletsOf, mapOf, referencedRows, toReference } from './answer.ts';
import type { ChangeApplier } from './apply-changes.ts';
import { makeCommands } from './commands.ts';
import { planPlaybook, toContext } from './playbook-plan.ts';

export interface QueryJobPorts {
  queries: Pick<QueryStore, 'find' | 'list'>;
  sessions: Pick<SessionStore, 'append'>;
  agents: Pick<AgentStore, 'findMany'>;
  domains: Pick<DomainStore, 'find'>;
  teams: Pick<TeamStore, 'all'>;
  tenants: Pick<TenantStore, 'listUsers'>;
  index: Pick<ReportIndex, 'list'>;
  reports: Pick<ReportStore, 'findMany'>;
  interpreter: Interpreter;
  summariser: Summariser;
  changes: ChangeApplier;
  ids: Ids;
  clock: Pick<Clock, 'now'>;
}

/** Turns of the session that a follow-up question may point back to. */
const PREVIOUS_TURNS = 5;

export interface People {
  teams: Team[];
  users: User[];
}

/** Whatever was understood, the selection never leaves the query's domain. */
function withinDomain(interpretation: Interpretation, domain_id: string): Interpretation {
  const { filters, compare_with } = interpretation;
  return {
    ...interpretation,
    filters: { ...filters, domain_id },
    ...(compare_with && { compare_with: { ...compare_with, domain_id } }),
  };
}

const usageOf = (plan: Plan, runs: readonly AgentRun[]): Usage =>
  runs.map((run) => run.usage).reduce(addUsage, plan.usage ?? noUsage);

/** Answers a question or carries out a command: one interpretation, then the domain's playbook of the kind that it calls for. */
export function makeQueryJob(ports: QueryJobPorts): JobKind {
  const { queries, sessions, agents, domains, index, interpreter, summariser, ids, clock } = ports;
  const commands = makeCommands(ports);

  const subjectOf = async ({ ref, subjectId }: Job): Promise<StoredQuery> => {
    const query = await queries.find(ref.tenantId, subjectId);
    if (query === undefined) throw notFound('query', subjectId);
    return query;
  };
  const domainOf = async ({ ref, domainId }: Job): Promise<Domain> => {
    const domain = await domains.find(ref.tenantId, domainId);
    if (domain === undefined) throw notFound('domain', domainId);
    return domain;
  };
  const peopleOf = async (tenantId: string): Promise<People> => {
    const [teams, users] = await Promise.all([ports.teams.all(tenantId), ports.tenants.listUsers(tenantId)]);
    return { teams, users };
  };

  /** Earlier turns of the session that were understood, oldest first. */
  const previousOf = async (tenantId: string, query: StoredQuery): Promise<InterpreterInput['previous']> => {
    const { session_id } = query;
    const { items } = await queries.list(tenantId, { session_id, page: 1, limit: PREVIOUS_TURNS + 1 });
    return items
      .filter((turn) => turn.query_id !== query.query_id && turn.created_at <= query.created_at)
      .slice(0, PREVIOUS_TURNS)
      .reverse()
      .map(({ question, interpretation, references_used }) => ({
        question,
        interpretation,
        references: references_used.map(({ reference_id }) => reference_id),
      }));
  };

  const prepare = async (job: Job, signal: AbortSignal): Promise<Plan> => {
    const { tenantId } = job.ref;
    const [query, domain, people] = await Promise.all([subjectOf(job), domainOf(job), peopleOf(tenantId)]);
    const understood = await interpreter.interpret({
      principal: { tenantId, userId: job.createdBy },
      jobId: job.ref.jobId,
      domain: toContext(domain),
      question: query.question,
      mode: query.mode ?? undefined,
      previous: await previousOf(tenantId, query),
      ...people,
      now: clock.now(),
      signal,
    });
    const mode = query.mode ?? (understood.interpretation.intent === 'command' ? 'management' : 'query');
    const plan = await planPlaybook(agents, tenantId, domain[`${mode}_playbook`], mode);
    const interpretation = withinDomain(understood.interpretation, domain.domain_id);
    return { ...plan, interpretation, usage: understood.usage };
  };

  /** The assistant's turn in the session; a session that was deleted meanwhile gets none. */
  const remember = async (
    job: Job,
    query: StoredQuery,
    content: string,
    references: string[],
  ): Promise<void> => {
    const { tenantId } = job.ref;
    const message = {
      message_id: ids.derived('msg', tenantId, query.query_id, 'assistant'),
      role: 'assistant' as const,
      content,
      timestamp: isoNow(clock.now()),
      metadata: { query_id: query.query_id, references },
    };
    await sessions.append(tenantId, query.session_id, message).catch((error: unknown) => {
      if (!(error instanceof AppError && error.code === 'NOT_FOUND')) throw error;
    });
  };

  const answer = async ({ job, plan, runs, input }: JobWork, interpretation: Interpretation) => {
    const { tenantId } = job.ref;
    const people = await peopleOf(tenantId);
    const summary = await summariser.summarise(tenantId, interpretation, input.domain, people);
    const bullets = bulletsOf(runs);
    const ids = [...summary.references, ...runs.flatMap(({ references }) => references)];
    const rows = await referencedRows(index, tenantId, ids);
    return {
      mode: plan.kind as 'query',
      summary: summary.text,
      bullets,
      interpretation,
      references_used: rows.map(toReference),
      map_data: mapOf(rows),
      usage: usageOf(plan, runs),
    };
  };

  return {
    prepare,

    input: async (job, plan) => {
      const [query, domain] = await Promise.all([subjectOf(job), domainOf(job)]);
      return {
        principal: { tenantId: job.ref.tenantId, userId: job.createdBy },
        domain: toContext(domain),
        text: query.question,
        ...(plan.interpretation && { interpretation: plan.interpretation }),
      };
    },

    synthesise: async (work) => {
      const { job, plan } = work;
      const query = await subjectOf(job);
      const { interpretation } = plan;
      if (interpretation === undefined) throw new AppError('INTERNAL', 'The plan has no interpretation.');
      const { status, ...fields } =
        plan.kind === 'management'
          ? await commands.carryOut(work, query, interpretation, await peopleOf(job.ref.tenantId))
          : { status: 'completed' as const, ...(await answer(work, interpretation)) };
      const done = { ...fields, usage: usageOf(plan, work.runs), completed_at: isoNow(clock.now()) };
      const references = done.references_used.map(({ reference_id }) => reference_id);
      await remember(job, query, done.summary, references);
      return { status, query: done };
    },

    abandon: (job, runs, end) => {
      const usage = runs.map((run) => run.usage).reduce(addUsage, job.plan?.usage ?? noUsage);
      const fields = {
        usage,
        completed_at: isoNow(clock.now()),
        ...(job.plan?.interpretation && { interpretation: job.plan.interpretation }),
      };
      return Promise.resolve<JobOutcome>(
        end.status === 'failed'
          ? { status: 'failed', query: { ...fields, error: end.failure.message } }
          : { status: 'cancelled', query: fields },
      );
    },

    settled: () => Promise.resolve(),
  };
}
