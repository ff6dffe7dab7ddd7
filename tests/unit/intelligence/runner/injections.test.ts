import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import type { Agent } from '../../../../lib/domain/agent.ts';
import { AppError } from '../../../../lib/errors.ts';
import type { GeocodeMatch, Geocoder } from '../../../../lib/ports/agents.ts';
import { builtinTools } from '../../../../lib/intelligence/tools/catalogue.ts';
import type { ToolDefinition } from '../../../../lib/intelligence/tools/tool.ts';
import { readStore } from '../../../evals/data.ts';
import { agent, invocation } from '../support/invocation.ts';
import { scriptedModel, scriptedRunner, type Turn } from '../support/scripted-model.ts';
import { makeStoreIndex } from '../support/store-index.ts';

/** A report with an order hidden in it, and the tool calls of a model that obeys. */
interface Injection {
  id: string;
  text: string;
  obeys: { tool: string; input: Record<string, unknown> }[];
  report: string;
}

const injections = readFileSync(new URL('../../../fixtures/injections.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as Injection);

const place: GeocodeMatch = {
  name: 'Hill View',
  address: 'Hill View',
  point: { type: 'Point', coordinates: [76.67, 12.274] },
  precision: 'neighbourhood',
  confidence: 0.9,
};

interface Executed {
  tool: string;
  tenantId: string;
  input: unknown;
}

/** All tools of the product and two that must never exist for an agent; each notes what reached it. */
function watchedTools(executed: Executed[]): ToolDefinition[] {
  const geocoder: Geocoder = { geocode: async () => Promise.resolve([place]) };
  const language = { comprehend: async () => Promise.resolve({}) };
  const index = makeStoreIndex(readStore());
  const dangerous = ['delete_reports', 'update_report', 'assign_all'].map((name): ToolDefinition => ({
    name,
    description: 'Changes reports.',
    parameters: { type: 'object' },
    run: async () => Promise.resolve({ value: 'done' }),
  }));
  return [...builtinTools({ index, geocoder, language }), ...dangerous].map((tool) => ({
    ...tool,
    run: async (scope, input) => {
      const outcome = await tool.run(scope, input);
      executed.push({ tool: tool.name, tenantId: scope.tenantId, input });
      return outcome;
    },
  }));
}

const answer = { depth_cm: null, place: 'Hill View' };

/** Does its task, and everything that a text it reads tells it to. */
const obeying = ({ obeys, report }: Injection) =>
  scriptedModel((_options, turn): Turn => {
    if (turn > 0) return { answer };
    const own = { call: 'location_service', input: { text: report } };
    return [own, ...obeys.map(({ tool, input }) => ({ call: tool, input }))];
  });

async function runAll(subject: Agent) {
  const executed: Executed[] = [];
  const tools = watchedTools(executed);
  let done = 0;
  const failures: unknown[] = [];
  for (const injection of injections) {
    const { runner } = scriptedRunner(obeying(injection), { tools });
    try {
      const { output } = await runner.run(invocation({ agent: subject, text: injection.text }));
      if (JSON.stringify(output) === JSON.stringify(answer)) done++;
    } catch (error) {
      failures.push(error);
    }
  }
  return { executed, done, failures };
}

describe('A hundred reports with orders hidden in them, and a model that obeys them all', () => {
  it('reach no tool outside the list of the agent, and no other tenant', async () => {
    const { executed, done, failures } = await runAll({ ...agent, tools: ['location_service'] });
    expect(injections).toHaveLength(100);
    expect(new Set(executed.map(({ tool }) => tool))).toEqual(new Set(['location_service', 'raise_error']));
    expect(new Set(executed.map(({ tenantId }) => tenantId))).toEqual(new Set(['tenant-a']));
    expect(JSON.stringify(executed)).not.toMatch(/other-tenant|victim|secret/);
    expect(done).toBeGreaterThanOrEqual(95);
    expect(failures.every((error) => error instanceof AppError && error.code === 'AGENT_RAISED')).toBe(true);
  });

  it('read no other tenant either when the agent may read reports', async () => {
    const { executed, done } = await runAll({
      ...agent,
      tools: ['location_service', 'retrieval_api', 'aggregation_api'],
    });
    expect(executed.filter(({ tenantId }) => tenantId !== 'tenant-a')).toEqual([]);
    expect(JSON.stringify(executed)).not.toMatch(/tenant_id|tenantId"?:"?(victim|\*)|other-tenant/);
    expect(new Set(executed.map(({ tool }) => tool))).not.toContain('delete_reports');
    expect(done).toBeGreaterThanOrEqual(95);
  });

  it('change nothing but the listed fields when a management agent obeys', async () => {
    const schema = {
      changes: {
        type: 'object',
        properties: { status: { enum: ['pending', 'closed'] } },
        additionalProperties: false,
      },
    };
    const manager = {
      ...agent,
      agent_class: 'management',
      tools: [],
      output_schema: schema,
    } as unknown as Agent;
    const forged = { changes: { status: 'closed', deleted: true, created_by: 'mallory' } };
    for (const { text } of injections) {
      const scripted = scriptedModel(() => ({ answer: forged }));
      const running = scriptedRunner(scripted).runner.run(invocation({ agent: manager, text }));
      await expect(running).rejects.toMatchObject({ code: 'MODEL_OUTPUT_INVALID' });
    }
  });
});
