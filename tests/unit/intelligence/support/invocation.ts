import type { Agent } from '../../../../lib/domain/agent.ts';
import { makeModels, type ModelDeps } from '../../../../lib/intelligence/model.ts';
import { makeAgentRunner } from '../../../../lib/intelligence/run-agent.ts';
import type { ModelSettings } from '../../../../lib/intelligence/model-settings.ts';
import type { ToolDefinition } from '../../../../lib/intelligence/tools/tool.ts';
import type { AgentInvocation } from '../../../../lib/ports/agents.ts';
import type { Log, LogFields } from '../../../../lib/ports/world.ts';
import { systemClock } from '../../../../lib/adapters/system/clock.ts';

export const agent = {
  agent_id: 'agent-depth',
  agent_name: 'Depth reader',
  agent_class: 'ingestion',
  system_prompt: 'Read how deep the water is.',
  tools: ['location_service'],
  agent_dependencies: [],
  max_output_keys: 5,
  output_schema: { depth_cm: { type: 'number' }, place: { type: 'string' } },
  description: '',
  enabled: true,
  is_inbuilt: false,
  model: null,
} as unknown as Agent;

export const invocation = (changed: Partial<AgentInvocation> = {}): AgentInvocation => ({
  principal: { tenantId: 'tenant-a', userId: 'user-a' },
  jobId: 'job-1',
  agent,
  domain: {
    domain_id: 'disaster_response',
    domain_name: 'Disaster response',
    places: [],
    home: { timezone: 'UTC' },
    categories: [],
  },
  now: new Date('2026-05-01T00:00:00Z'),
  text: 'Water stands 40 cm deep in Chennai',
  upstream: {},
  signal: new AbortController().signal,
  ...changed,
});

const locationService: ToolDefinition = {
  name: 'location_service',
  description: 'Finds the place that a text names.',
  parameters: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
  run: async (_scope, input) => Promise.resolve({ value: { asked: input, matches: [{ name: 'Chennai' }] } }),
};

export interface Logged {
  message: string;
  fields: LogFields | undefined;
}
export const recordingLog = (): Log & { lines: Logged[] } => {
  const lines: Logged[] = [];
  const write = (message: string, fields?: LogFields) => void lines.push({ message, fields });
  return { lines, debug: write, info: write, warn: write, error: write };
};

/** An agent runner on a real provider client, with one tool. */
export function runnerOn(settings: ModelSettings, deps: Partial<ModelDeps> = {}) {
  const log = recordingLog();
  const models = makeModels({
    settings,
    embedded: () => Promise.reject(new Error('the embedded model is not wanted here')),
    log,
    ...deps,
  });
  const tools = {
    find: async (_tenant: string, names: readonly string[]) =>
      Promise.resolve([locationService].filter(({ name }) => names.includes(name))),
  };
  return { log, runner: makeAgentRunner({ models, tools, clock: systemClock, log, redact: (text) => text }) };
}
