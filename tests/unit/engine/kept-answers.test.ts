import { describe, expect, it } from '@jest/globals';
import type { LanguageModelV4CallOptions } from '@ai-sdk/provider';
import * as z from 'zod';
import { makeMemoryTables } from '../../../lib/adapters/memory/memory-table.ts';
import { AppError } from '../../../lib/errors.ts';
import { defineTool } from '../../../lib/intelligence/tools/tool.ts';
import { makeManualClock } from '../../support/documents.ts';
import { aPlan, makeWorld } from '../../support/engine.ts';
import { scriptedModel, scriptedRunner } from '../intelligence/support/scripted-model.ts';
import type { Turn } from '../intelligence/support/scripted-model.ts';

const lookUp = defineTool({
  name: 'look_up',
  description: 'Looks up.',
  input: z.strictObject({ step: z.number() }),
  run: async (_scope, { step }) => Promise.resolve({ value: { found: step } }),
});
const look = (step: number): Turn => [{ call: 'look_up', input: { step } }];

const plan = aPlan(['a']);
plan.nodes[0]!.agent.tools = ['look_up'];

/** How many answers the model has given in this conversation: the step that it is at. */
const stepOf = ({ prompt }: LanguageModelV4CallOptions): number =>
  prompt.filter(({ role }) => role === 'assistant').length;

type Script = (step: number) => Turn | undefined;

/** A process with a model that looks up twice and then answers, unless `script` says otherwise. */
function aProcess(
  tables = makeMemoryTables(),
  {
    clock = makeManualClock(),
    script = () => undefined,
    slow = true,
  }: { clock?: ReturnType<typeof makeManualClock>; script?: Script; slow?: boolean } = {},
) {
  const scripted = scriptedModel((options) => {
    const step = stepOf(options);
    return script(step) ?? (step < 2 ? look(step) : { answer: { answer: 'done' } });
  });
  const { runner } = scriptedRunner(scripted, { tools: [lookUp] });
  const world = makeWorld({
    tables,
    plan,
    clock,
    script: { a: (invocation) => runner.run(invocation) },
    settings: { keepSlowerThanMs: slow ? 0 : 1_000_000, retries: 2, renewEveryMs: 1_000_000 },
  });
  return { ...world, scripted, clock, asked: () => scripted.calls.map(stepOf) };
}

const dies = () => new Promise<never>(() => undefined);

/** Runs a job in a process that hangs at `step` for ever, and waits until it does. */
async function cutOffAt(step: number, slow = true) {
  const tables = makeMemoryTables();
  const clock = makeManualClock();
  const reached = Promise.withResolvers<undefined>();
  const first = aProcess(tables, { clock, slow });
  const { model } = first.scripted;
  const generate = model.doGenerate.bind(model);
  model.doGenerate = (options) => {
    if (stepOf(options) < step) return generate(options);
    reached.resolve(undefined);
    return dies();
  };
  const ref = await first.submit();
  void first.run(ref);
  await reached.promise;
  clock.advance(31_000);
  return { ref, tables, clock, first };
}

describe('What models have answered', () => {
  it('is not asked again by an execution that takes over in the middle of a run', async () => {
    const { ref, tables, clock, first } = await cutOffAt(2);
    expect(first.asked()).toEqual([0, 1]);
    const second = aProcess(tables, { clock });
    expect(await second.run(ref)).toBe('completed');
    expect(second.asked()).toEqual([2]);
    const [entry] = await second.logOf(ref);
    // All three calls were paid for, and the tools have run for this execution, too.
    expect(entry).toMatchObject({ status: 'success', usage: { input_tokens: 30 } });
    expect(entry?.tool_calls).toHaveLength(2);
  });

  it('is asked again when it came faster than it could have been kept', async () => {
    const { ref, tables, clock } = await cutOffAt(2, false);
    const second = aProcess(tables, { clock });
    expect(await second.run(ref)).toBe('completed');
    expect(second.asked()).toEqual([0, 1, 2]);
  });

  it('is not asked again by a retry in the same execution', async () => {
    let throttled = 0;
    const world = aProcess(undefined, {
      script: (step) => {
        if (step < 2 || (throttled += 1) > 2) return undefined;
        throw new AppError('MODEL_THROTTLED', 'Slow down.', { retryable: true });
      },
    });
    const ref = await world.submit();
    const running = world.run(ref);
    for (let tick = 0; tick < 20; tick++) {
      await new Promise((resolve) => setImmediate(resolve));
      world.clock.advance(10);
    }
    expect(await running).toBe('completed');
    expect(world.asked()).toEqual([0, 1, 2, 2, 2]);
  });

  it('that broke its schema is not asked again when the repair was cut off', async () => {
    const tables = makeMemoryTables();
    const clock = makeManualClock();
    const isRepair = ({ prompt }: LanguageModelV4CallOptions) => JSON.stringify(prompt).includes('<repair>');
    const script = (): Turn => ({ answer: { answer: 7 } });
    const first = aProcess(tables, { clock, script });
    const { model } = first.scripted;
    const generate = model.doGenerate.bind(model);
    const reached = Promise.withResolvers<undefined>();
    model.doGenerate = (options) => {
      if (!isRepair(options)) return generate(options);
      reached.resolve(undefined);
      return dies();
    };
    const ref = await first.submit();
    void first.run(ref);
    await reached.promise;
    clock.advance(31_000);
    const second = aProcess(tables, { clock, script: () => ({ answer: { answer: 'seven' } }) });
    expect(await second.run(ref)).toBe('completed');
    expect(second.scripted.calls.map(isRepair)).toEqual([true]);
  });

  it('is asked anew when a failed job is retried', async () => {
    const tables = makeMemoryTables();
    const refuse = (step: number): Turn | undefined =>
      step < 1 ? undefined : [{ call: 'raise_error', input: { message: 'No.' } }];
    const first = aProcess(tables, { script: refuse });
    const ref = await first.submit();
    expect(await first.run(ref)).toBe('failed');
    await first.runs.removeUnsuccessful(ref);
    await first.jobs.reopen(ref, new Date());
    const second = aProcess(tables);
    expect(await second.run(ref)).toBe('completed');
    expect(second.asked()).toEqual([0, 1, 2]);
  });
});
