/** What runs and helps agents: runners, interpreters, summarisers, geocoders. */
import type { Agent } from '../domain/agent.ts';
import type { Category, Home, Place } from '../domain/domain.ts';
import type { Point } from '../domain/geo.ts';
import type { Principal } from '../domain/principal.ts';
import type { Interpretation, QueryMode } from '../domain/query.ts';
import type { ToolCall, Usage } from '../domain/run.ts';
import type { Team, User } from '../domain/team.ts';

/** What agents may know of the domain they work in. */
export interface DomainContext {
  domain_id: string;
  domain_name: string;
  places: readonly Place[];
  home: Home;
  categories: readonly Category[];
  /** Remove personal data from texts before a model sees them. */
  redact_pii?: boolean;
}

export interface AgentInvocation {
  principal: Pick<Principal, 'tenantId' | 'userId'>;
  jobId: string;
  agent: Agent;
  domain: DomainContext;
  now: Date;
  /** The report's text, or the question. */
  text: string;
  /** Facts that the submitter gave, which stand above anything extracted. */
  given?: { occurred_at?: string; location?: Point };
  interpretation?: Interpretation;
  /** Outputs of the agents that this one depends on, by agent id. */
  upstream: Readonly<Record<string, unknown>>;
  signal: AbortSignal;
  onToolCall?: (tool: string) => void;
  answers?: AnswerMemo;
  /** Present at the second try after an output that broke the schema. */
  repair?: { output: unknown; problems: readonly string[] };
}

/** Remembers what models answered in one run of an agent, so that neither a retry nor a resumed job asks the same again. */
export interface AnswerMemo {
  find(call: string): unknown;
  /**
   * `call` is the fingerprint of all that was asked; `goesOn`: the run needs more calls after this one. Resolves when a
   * crash can no longer lose the answer, or when it is not worth that.
   */
  keep(call: string, answer: unknown, options: { goesOn: boolean; tookMs: number }): Promise<void>;
}

export interface AgentResult {
  output: Record<string, unknown>;
  reasoning: string;
  tool_calls: ToolCall[];
  usage: Usage;
  model: string;
  /** Incident ids that the tools read for this answer, most relevant first. */
  references: string[];
}

/** Throws AppError: MODEL_*, AGENT_RAISED (the agent refused), CAP_REACHED, BUDGET_SPENT, CANCELLED. */
export interface AgentRunner {
  run(invocation: AgentInvocation): Promise<AgentResult>;
}

export interface InterpreterInput {
  principal: Pick<Principal, 'tenantId' | 'userId'>;
  jobId: string;
  domain: DomainContext;
  question: string;
  mode?: QueryMode | undefined;
  /** Earlier turns of the session, oldest first, with what they were understood as and which reports they showed. */
  previous: readonly {
    question: string;
    interpretation: Interpretation | null;
    references: readonly string[];
  }[];
  teams: readonly Team[];
  users: readonly User[];
  now: Date;
  signal: AbortSignal;
}

/** Turns a sentence into slots. Never reads or writes a report. */
export interface Interpreter {
  interpret(
    input: InterpreterInput,
  ): Promise<{ interpretation: Interpretation; usage: Usage; model: string }>;
}

/** Answers a question in words, every number of them computed by the report index. */
export interface Summariser {
  summarise(
    tenantId: string,
    interpretation: Interpretation,
    domain: DomainContext,
    people: { teams: readonly Team[]; users: readonly User[] },
  ): Promise<{
    text: string;
    /** Incident ids behind the sentence, most relevant first. */
    references: string[];
  }>;
}

export interface GeocodeMatch {
  name: string;
  address: string;
  point: Point;
  precision: 'exact' | 'street' | 'neighbourhood' | 'city' | 'region' | 'country';
  confidence: number;
}

export interface Geocoder {
  /** Best match first; empty when nothing fits. */
  geocode(
    text: string,
    context: { places: readonly Place[]; home: Home },
    signal?: AbortSignal,
  ): Promise<GeocodeMatch[]>;
}

/** Finds addresses and places by their name alone, near a domain's home. */
export interface PlaceSearch {
  /** Best match first, countries left out. Throws TOOL_FAILED, TOOL_UNAVAILABLE, CANCELLED. */
  search(query: string, home: Home, signal?: AbortSignal): Promise<GeocodeMatch[]>;
}
