import { describe, expect, it } from '@jest/globals';
import * as z from 'zod';
import type { Agent } from '../../../../lib/domain/agent.ts';
import { defineTool, type ToolDefinition, type ToolScope } from '../../../../lib/intelligence/tools/tool.ts';
import { agent, invocation } from '../support/invocation.ts';
import { scriptedModel, scriptedRunner } from '../support/scripted-model.ts';

const answer = { depth_cm: 40, place: 'Chennai' };

const counter = (name: string, run: (scope: ToolScope) => unknown = () => ({ ok: true })) => {
  const scopes: ToolScope[] = [];
  const tool: ToolDefinition = defineTool({
    name,
    description: 'Counts its calls.',
    input: z.strictObject({ text: z.string() }),
    run: async (scope) => {
      scopes.push(scope);
      return Promise.resolve({ value: await run(scope), references: ['inc_1', `inc_${scopes.length + 1}`] });
    },
  });
  return { tool, scopes };
};

const withTools = (...tools: string[]): Agent => ({ ...agent, tools });
const systemOf = (prompt: readonly { role: string; content: unknown }[]) =>
  prompt.find(({ role }) => role === 'system')?.content as string;

describe('A run of an agent', () => {
  it('shows the model the instructions, the data in sections and its own tools only', async () => {
    const scripted = scriptedModel(() => ({ answer }));
    const { runner } = scriptedRunner(scripted, {
      tools: [counter('location_service').tool, counter('web_search').tool],
    });
    await runner.run(invocation());
    const [call] = scripted.calls;
    expect(systemOf(call!.prompt)).toContain('Read how deep the water is.');
    expect(JSON.stringify(call!.prompt)).toContain(
      '<report>\\nWater stands 40 cm deep in Chennai\\n</report>',
    );
    expect(call!.tools?.map(({ name }) => name)).toEqual(['location_service', 'raise_error']);
    expect(call!.responseFormat).toMatchObject({ type: 'json', schema: { required: ['depth_cm', 'place'] } });
  });

  it('gives tools the tenant, the user and the domain of the invocation, and collects their references in order', async () => {
    const { tool, scopes } = counter('location_service');
    const scripted = scriptedModel((_options, turn) =>
      turn < 2 ? [{ call: 'location_service', input: { text: 'Chennai' } }] : { answer },
    );
    const { runner } = scriptedRunner(scripted, { tools: [tool] });
    const { output, references, tool_calls, usage } = await runner.run(invocation());
    expect({ output, references }).toEqual({ output: answer, references: ['inc_1', 'inc_2', 'inc_3'] });
    expect(scopes.map(({ tenantId, userId, domain }) => [tenantId, userId, domain.domain_id])).toEqual(
      Array.from({ length: 2 }, () => ['tenant-a', 'user-a', 'disaster_response']),
    );
    expect(tool_calls).toHaveLength(2);
    expect(usage).toEqual({ input_tokens: 30, output_tokens: 15, cost_usd: 0 });
  });

  it('tells the model of a failing tool as a value, and goes on', async () => {
    const { tool } = counter('location_service', () => {
      throw new Error('a secret detail');
    });
    const scripted = scriptedModel((_options, turn) =>
      turn === 0 ? [{ call: 'location_service', input: { text: 'Chennai' } }] : { answer },
    );
    const { tool_calls, output } = await scriptedRunner(scripted, { tools: [tool] }).runner.run(invocation());
    expect(output).toEqual(answer);
    expect(tool_calls[0]?.error).toBe('Something went wrong on our side.');
    expect(JSON.stringify(scripted.calls[1]?.prompt)).not.toContain('a secret detail');
  });

  it.each([
    ['arguments that do not fit', 'location_service', { text: 7 }],
    ['a foreign tenant among the arguments', 'location_service', { text: 'Chennai', tenant_id: 'tenant-b' }],
  ])('refuses %s as a value', async (_what, call, input) => {
    const { tool, scopes } = counter('location_service');
    const scripted = scriptedModel((_options, turn) => (turn === 0 ? [{ call, input }] : { answer }));
    const { tool_calls } = await scriptedRunner(scripted, { tools: [tool] }).runner.run(invocation());
    expect(scopes).toEqual([]);
    expect(tool_calls[0]?.error).toMatch(/\$/);
  });

  it('refuses a tool that exists but is not on the list of the agent, and logs it', async () => {
    const { tool, scopes } = counter('web_search');
    const scripted = scriptedModel((_options, turn) =>
      turn === 0 ? [{ call: 'web_search', input: { text: 'x' } }] : { answer },
    );
    const { runner, log } = scriptedRunner(scripted, { tools: [tool] });
    const { tool_calls, output } = await runner.run(invocation());
    expect({ output, executed: scopes.length }).toEqual({ output: answer, executed: 0 });
    expect(tool_calls).toMatchObject([
      { tool: 'web_search', error: expect.stringContaining('not among') as unknown },
    ]);
    expect(log.lines.map(({ message }) => message)).toContain('tool call refused');
  });

  it('ends with the message of raise_error, which every agent has', async () => {
    const scripted = scriptedModel(() => [{ call: 'raise_error', input: { message: 'No flood here.' } }]);
    const running = scriptedRunner(scripted).runner.run(invocation({ agent: withTools() }));
    await expect(running).rejects.toMatchObject({
      code: 'AGENT_RAISED',
      message: 'No flood here.',
      retryable: false,
    });
    expect(scripted.calls).toHaveLength(1);
  });

  it('fills in null for a key that the model left out, and drops keys nobody asked for', async () => {
    const scripted = scriptedModel(() => ({ answer: { depth_cm: 40, verdict: 'bad' } }));
    const { output } = await scriptedRunner(scripted).runner.run(invocation());
    expect(output).toEqual({ depth_cm: 40, place: null });
  });

  it('says what is wrong with an answer, so that a second try can be shown it', async () => {
    const scripted = scriptedModel(() => ({ answer: { depth_cm: 'deep', place: null } }));
    const error: unknown = await scriptedRunner(scripted)
      .runner.run(invocation())
      .catch((each: unknown) => each);
    expect(error).toMatchObject({
      code: 'MODEL_OUTPUT_INVALID',
      retryable: true,
      data: { output: { depth_cm: 'deep', place: null } },
    });
    const repair = { output: { depth_cm: 'deep' }, problems: ['#/depth_cm: is a string'] };
    const again = scriptedModel(() => ({ answer }));
    await scriptedRunner(again).runner.run(invocation({ repair }));
    expect(JSON.stringify(again.calls[0]?.prompt)).toContain('#/depth_cm: is a string');
  });

  it('removes personal data from the text and from what tools hand over, where the domain asks for it', async () => {
    const { tool } = counter('location_service', () => ({
      reports: [{ incident_id: 'inc_5550100', text: 'Call 5550100' }],
    }));
    const scripted = scriptedModel((_options, turn) =>
      turn === 0 ? [{ call: 'location_service', input: { text: 'Chennai' } }] : { answer },
    );
    const { runner } = scriptedRunner(scripted, {
      tools: [tool],
      redact: (text) => text.replaceAll('5550100', '[PHONE]'),
    });
    const given = invocation({ text: 'Flood, call 5550100' });
    await runner.run({ ...given, domain: { ...given.domain, redact_pii: true } });
    const seen = JSON.stringify(scripted.calls.at(-1)?.prompt);
    expect(seen).toContain('Flood, call [PHONE]');
    expect(seen).toContain('"text":"Call [PHONE]"');
    expect(seen).toContain('inc_5550100');
  });
});

describe('The bounds of a run', () => {
  const always = () => [{ call: 'location_service', input: { text: 'once more' } }];

  it.each([
    ['model calls', { steps: 4 }, 4],
    ['tool calls', { toolCalls: 3, steps: 50 }, 3],
    ['tokens', { tokens: 45, steps: 50 }, 3],
  ])('stop a model that always asks for another tool at its %s', async (_what, limits, executed) => {
    const { tool, scopes } = counter('location_service');
    const scripted = scriptedModel(always);
    const running = scriptedRunner(scripted, { tools: [tool], limits }).runner.run(invocation());
    await expect(running).rejects.toMatchObject({ code: 'CAP_REACHED' });
    expect(scopes).toHaveLength(executed);
    expect(scripted.calls.length).toBeLessThanOrEqual(executed + 1);
  });

  it('stop a run by what it costs', async () => {
    const { tool } = counter('location_service');
    const scripted = scriptedModel(always, { input: 100_000, output: 0 });
    const { runner } = scriptedRunner(scripted, {
      tools: [tool],
      name: 'bedrock:anthropic.claude-haiku-4-5',
      limits: { costUsd: 0.25, tokens: 10_000_000, steps: 50 },
    });
    const error: unknown = await runner.run(invocation()).catch((each: unknown) => each);
    expect(error).toMatchObject({
      code: 'CAP_REACHED',
      data: { usage: { input_tokens: 300_000, cost_usd: 0.3 } },
    });
  });

  it('answer a burst of calls beyond the limit without executing them', async () => {
    const { tool, scopes } = counter('location_service');
    const burst = Array.from({ length: 9 }, () => ({ call: 'location_service', input: { text: 'x' } }));
    const scripted = scriptedModel(() => burst);
    const running = scriptedRunner(scripted, { tools: [tool], limits: { toolCalls: 4 } }).runner.run(
      invocation(),
    );
    await expect(running).rejects.toMatchObject({ code: 'CAP_REACHED' });
    expect(scopes).toHaveLength(4);
  });

  it('end a run that takes too long, and one whose caller has gone', async () => {
    const { tool } = counter(
      'location_service',
      (scope) => new Promise((resolve) => scope.signal.addEventListener('abort', resolve)),
    );
    const run = (signal: AbortSignal, timeoutMs: number) =>
      scriptedRunner(scriptedModel(always), { tools: [tool], limits: { timeoutMs } }).runner.run(
        invocation({ signal }),
      );
    await expect(run(new AbortController().signal, 60)).rejects.toMatchObject({
      code: 'TIMEOUT',
      retryable: true,
    });
    await expect(run(AbortSignal.timeout(60), 5_000)).rejects.toMatchObject({ code: 'CANCELLED' });
  });

  it('tell the model when a tool does not answer in time', async () => {
    const { tool } = counter('location_service', () => new Promise(() => undefined));
    const scripted = scriptedModel((_options, turn) => (turn === 0 ? always() : { answer }));
    const { tool_calls } = await scriptedRunner(scripted, {
      tools: [tool],
      limits: { toolTimeoutMs: 30 },
    }).runner.run(invocation());
    expect(tool_calls[0]?.error).toMatch(/did not answer/);
  });
});
