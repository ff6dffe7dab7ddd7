import { readFileSync } from 'node:fs';
import { makeEmbeddedIntelligence } from '../../lib/intelligence/embedded/intelligence.ts';
import { makeInterpreter } from '../../lib/intelligence/interpreter.ts';
import type { ModelSettings } from '../../lib/intelligence/model-settings.ts';
import { makeModels } from '../../lib/intelligence/model.ts';
import { makeAgentRunner } from '../../lib/intelligence/run-agent.ts';
import { makeBuiltinCatalogue } from '../../lib/intelligence/tools/catalogue.ts';
import type { Agent } from '../../lib/domain/agent.ts';
import type { AgentRunner, Interpreter } from '../../lib/ports/agents.ts';
import type { ReportIndex } from '../../lib/ports/relational.ts';
import type { Log } from '../../lib/ports/world.ts';

const silent: Log = {
  debug: () => undefined,
  info: () => undefined,
  warn: () => undefined,
  error: () => undefined,
};

/** The intelligence as the service composes it, over any report index and with any configured model. */
export interface Product {
  agents: AgentRunner;
  interpreter: Interpreter;
}

export function makeProduct(settings: ModelSettings, index: ReportIndex): Product {
  const embedded = makeEmbeddedIntelligence();
  const models = makeModels({ settings, embedded: embedded.model, log: silent });
  const tools = makeBuiltinCatalogue({ index, geocoder: embedded.geocoder, language: embedded.language });
  const clock = { now: () => new Date(), sleep: async () => Promise.resolve() };
  const { redact } = embedded;
  return {
    agents: makeAgentRunner({ models, tools, clock, log: silent, redact }),
    interpreter: makeInterpreter({ models, log: silent, redact }),
  };
}

type SeedAgent = Omit<Agent, 'id' | 'created_at' | 'updated_at' | 'created_by' | 'version'>;

/** The built-in agents as they are seeded, by id. */
export function builtinAgents(): ReadonlyMap<string, Agent> {
  const seeds = JSON.parse(
    readFileSync(new URL('../../seed/data/agents.json', import.meta.url), 'utf8'),
  ) as SeedAgent[];
  const at = '2026-01-01T00:00:00.000Z';
  const agents = seeds.map((seed) => ({
    ...seed,
    id: seed.agent_id,
    created_at: at,
    updated_at: at,
    created_by: 'seed',
    version: 1,
  }));
  return new Map(agents.map((agent) => [agent.agent_id, agent]));
}
