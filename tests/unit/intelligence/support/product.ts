import { readFileSync } from 'node:fs';
import type { Agent } from '../../../../lib/domain/agent.ts';
import { systemClock } from '../../../../lib/adapters/system/clock.ts';
import { makeEmbeddedIntelligence } from '../../../../lib/intelligence/embedded/intelligence.ts';
import { makeInterpreter } from '../../../../lib/intelligence/interpreter.ts';
import { makeModels } from '../../../../lib/intelligence/model.ts';
import { makeAgentRunner } from '../../../../lib/intelligence/run-agent.ts';
import { makeBuiltinCatalogue } from '../../../../lib/intelligence/tools/catalogue.ts';
import type { AgentInvocation } from '../../../../lib/ports/agents.ts';
import { recordingLog } from './invocation.ts';
import { domainOf, store } from './read.ts';
import { makeStoreIndex } from './store-index.ts';

const seeds = JSON.parse(
  readFileSync(new URL('../../../../seed/data/agents.json', import.meta.url), 'utf8'),
) as Agent[];

export const builtin = (id: string): Agent => {
  const found = seeds.find(({ agent_id }) => agent_id === `builtin-${id}`);
  if (!found) throw new Error(`no built-in agent ${id}`);
  return found;
};
export const builtins = seeds;

/** The intelligence with the embedded model over the evaluation store. */
export function makeEmbeddedProduct() {
  const index = makeStoreIndex(store);
  const log = recordingLog();
  const embedded = makeEmbeddedIntelligence();
  const models = makeModels({ settings: { model: 'embedded' }, embedded: embedded.model, log });
  const tools = makeBuiltinCatalogue({ index, geocoder: embedded.geocoder, language: embedded.language });
  const { redact } = embedded;
  const runner = makeAgentRunner({ models, tools, clock: systemClock, log, redact });
  const interpreter = makeInterpreter({ models, log, redact });
  const base = {
    principal: { tenantId: 'tenant-a', userId: 'user-a' },
    jobId: 'job-1',
    domain: domainOf('civic_complaints'),
    now: new Date(store.now),
    upstream: {},
    signal: new AbortController().signal,
  };
  return {
    index,
    embedded,
    run: (agent: Agent, text: string, more: Partial<AgentInvocation> = {}) =>
      runner.run({ ...base, agent, text, ...more }),
    interpret: async (question: string) => {
      const meta = { created_at: store.now, updated_at: store.now, created_by: 'x', members: [] };
      const { interpretation } = await interpreter.interpret({
        ...base,
        question,
        previous: [],
        teams: store.teams.map((team) => ({ ...team, ...meta, id: team.team_id })),
        users: store.users.map((user) => ({ ...user, role: 'member' })),
      });
      return interpretation;
    },
  };
}
