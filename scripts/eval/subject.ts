import type { ReportFilter } from '../../lib/domain/filter.ts';
import type { Interpretation } from '../../lib/domain/query.ts';
import type { Summary } from '../../lib/intelligence/answering/stated.ts';
import { summarise } from '../../lib/intelligence/answering/summary.ts';
import type { ModelSettings } from '../../lib/intelligence/model-settings.ts';
import type { DomainContext, InterpreterInput } from '../../lib/ports/agents.ts';
import { select } from '../../tests/evals/reference.ts';
import type {
  CommandLine,
  DomainKey,
  EvalStore,
  QuestionLine,
  ReportLine,
} from '../../tests/evals/schemas.ts';
import type { AskResult, CommandResult, Reading, Subject } from '../../tests/evals/subject.ts';
import { makeStoreIndex } from '../../tests/unit/intelligence/support/store-index.ts';
import { categoriesOf } from '../support/vocabulary.ts';
import { builtinAgents, makeProduct, type Product } from './product.ts';

const principal = { tenantId: 'eval', userId: 'eval-user' };
/** As the service decides: more reports than this wait for approval. */
const APPROVAL_ABOVE = 25;

function reportDomain({ domain_id, home, places, timezone }: ReportLine): DomainContext {
  const categories = categoriesOf(domain_id);
  return {
    domain_id,
    domain_name: domain_id.replaceAll('_', ' '),
    home: { ...home, timezone },
    places,
    categories,
  };
}

function storeDomain(store: EvalStore, domainId: DomainKey): DomainContext {
  const { categories, places, home } = store.domains[domainId];
  return {
    domain_id: domainId,
    domain_name: domainId.replaceAll('_', ' '),
    home: { ...home, timezone: store.timezone },
    places,
    categories,
  };
}

async function readReport(product: Product, line: ReportLine): Promise<Reading> {
  const agents = builtinAgents();
  const run = async (id: string) => {
    const agent = agents.get(`builtin-ingestion-${id}`);
    if (!agent) throw new Error(`no agent ${id}`);
    const { output } = await product.agents.run({
      principal,
      jobId: line.id,
      agent,
      domain: reportDomain(line),
      now: new Date(line.now),
      text: line.text,
      upstream: {},
      signal: new AbortController().signal,
    });
    return output;
  };
  const [geo, temporal, entity] = [await run('geo'), await run('temporal'), await run('entity')];
  const point = geo['geo_location'] as { coordinates: [number, number] } | null;
  const at = temporal['timestamp'] as string | null;
  return {
    place: point && { lon: point.coordinates[0], lat: point.coordinates[1] },
    time: at === null ? null : { from: at, to: at },
    category: entity['complaint_type'] as string | null,
    urgency: temporal['urgency'] as string | null,
    sentiment: entity['sentiment'] as string | null,
  };
}

const withoutDomain = ({ domain_id: _domain, ...filter }: ReportFilter): ReportFilter => filter;

const counted = (groups: readonly { key: string; count: number }[]): Record<string, number> =>
  Object.fromEntries(groups.map(({ key, count }) => [key, count]));

function statedOf({ stated }: Summary): AskResult['stated'] {
  switch (stated.kind) {
    case 'none':
      return { none: true };
    case 'count':
      return { count: stated.count, ids: stated.ids, total: stated.count };
    case 'list':
      return { ids: stated.ids, total: stated.total, count: stated.total };
    case 'measure':
      return stated.value === null ? { none: true } : { count: stated.count };
    case 'groups':
      return { groups: counted(stated.groups) };
    case 'ranking':
      return stated.top ? { top: stated.top, groups: counted(stated.groups) } : { none: true };
    case 'series':
      return { groups: counted(stated.points) };
    case 'comparison':
      return { compare: [stated.count, stated.compared] };
  }
}

interface Turns {
  store: EvalStore;
  domain: DomainContext;
  previous: InterpreterInput['previous'][number][];
}

async function interpret(
  product: Product,
  { store, domain, previous }: Turns,
  question: string,
): Promise<Interpretation> {
  const meta = { created_at: store.now, updated_at: store.now, created_by: 'eval', members: [] };
  const { interpretation } = await product.interpreter.interpret({
    principal,
    jobId: 'eval',
    domain,
    question,
    previous,
    teams: store.teams.map((team) => ({ ...team, ...meta, id: team.team_id })),
    users: store.users.map((user) => ({ ...user, role: 'member' })),
    now: new Date(store.now),
    signal: new AbortController().signal,
  });
  return interpretation;
}

async function ask(product: Product, line: QuestionLine, store: EvalStore): Promise<AskResult> {
  const index = makeStoreIndex(store);
  const turns: Turns = { store, domain: storeDomain(store, line.domain_id), previous: [] };
  for (const question of line.previous ?? []) {
    const interpretation = await interpret(product, turns, question);
    const { references } = await summarise(principal.tenantId, interpretation, index, turns);
    turns.previous.push({ question, interpretation, references });
  }
  const read = await interpret(product, turns, line.question);
  const summary = await summarise(principal.tenantId, read, index, turns);
  return {
    filter: withoutDomain(read.filters),
    ...(read.compare_with && { versus: withoutDomain(read.compare_with) }),
    ...(read.group_by !== undefined && { group_by: read.group_by }),
    ...(read.interval !== undefined && { interval: read.interval }),
    unmatched: [...read.unmatched, ...read.doubts],
    stated: statedOf(summary),
  };
}

async function command(product: Product, line: CommandLine, store: EvalStore): Promise<CommandResult> {
  const references = line.context?.references ?? [];
  const previous = (line.context?.previous ?? []).map((question) => ({
    question,
    interpretation: null,
    references,
  }));
  const read = await interpret(
    product,
    { store, domain: storeDomain(store, line.domain_id), previous },
    line.command,
  );
  if (read.intent !== 'command') return { none: true };
  const found = select(store, line.domain_id, withoutDomain(read.filters)).map(
    ({ incident_id }) => incident_id,
  );
  const ordered = read.order === 'asc' ? found.toReversed() : found;
  const ids = ordered.slice(0, read.limit);
  const approval = ids.length > APPROVAL_ABOVE || read.ambiguous || (read.single === true && ids.length > 1);
  return {
    ids,
    changes: (read.changes ?? {}) as Extract<CommandResult, { changes: unknown }>['changes'],
    approval,
  };
}

/** The product behind a configured model, as the evaluation sees it. */
export function makeSubject(settings: ModelSettings, store: EvalStore): Subject {
  const product = makeProduct(settings, makeStoreIndex(store));
  return {
    readReport: (line) => readReport(product, line),
    ask: (line, given) => ask(product, line, given),
    command: (line, given) => command(product, line, given),
  };
}
