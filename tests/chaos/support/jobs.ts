import { appendFileSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import * as z from 'zod';
import { defineTool } from '../../../lib/intelligence/tools/tool.ts';
import type { AgentInvocation, AgentResult } from '../../../lib/ports/agents.ts';
import { aPlan, composed } from '../../support/engine.ts';
import { scriptedModel, scriptedRunner } from '../../unit/intelligence/support/scripted-model.ts';

/** Eight agents: a chain, a fan-out of three and a join. */
export const eightNodes = aPlan(
  ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'],
  [
    ['a', 'b'],
    ['b', 'c'],
    ['b', 'd'],
    ['b', 'e'],
    ['c', 'f'],
    ['d', 'f'],
    ['e', 'f'],
    ['f', 'g'],
    ['g', 'h'],
  ],
);
export const eightNodesAnswer = [
  'a()',
  'b(a())',
  'c(b(a()))',
  'd(b(a()))',
  'e(b(a()))',
  'f(c(b(a())),d(b(a())),e(b(a())))',
  'g(f(c(b(a())),d(b(a())),e(b(a()))))',
  'h(g(f(c(b(a())),d(b(a())),e(b(a())))))',
].join('; ');

/** The three in the middle answer one after the other, so that each of their writes is a boundary of its own. */
const durations: Readonly<Record<string, number>> = { c: 20, d: 80, e: 150 };

/** An agent that notes in a file, which survives its process, when it is called and when it has answered. */
export const notingAgent =
  (file: string) =>
  async (invocation: AgentInvocation): Promise<AgentResult> => {
    const { agent_id } = invocation.agent;
    appendFileSync(file, `called ${agent_id}\n`);
    await delay(durations[agent_id] ?? 5);
    appendFileSync(file, `answered ${agent_id}\n`);
    return composed(invocation);
  };

const lookUp = defineTool({
  name: 'look_up',
  description: 'Looks something up.',
  input: z.strictObject({}),
  run: async () => Promise.resolve({ value: { found: true } }),
});

/** The product's own agent runner on a model that looks something up before it answers, and notes both calls. */
export const notingModel =
  (file: string) =>
  (invocation: AgentInvocation): Promise<AgentResult> => {
    const { agent } = invocation;
    const scripted = scriptedModel(({ prompt }) =>
      prompt.some(({ role }) => role === 'assistant')
        ? { answer: composed(invocation).output }
        : [{ call: 'look_up', input: {} }],
    );
    const { model } = scripted;
    const generate = model.doGenerate.bind(model);
    model.doGenerate = async (options) => {
      const call = `${agent.agent_id}${options.prompt.filter(({ role }) => role === 'assistant').length}`;
      appendFileSync(file, `called ${call}\n`);
      await delay(durations[agent.agent_id] ?? 5);
      appendFileSync(file, `answered ${call}\n`);
      return generate(options);
    };
    const { runner } = scriptedRunner(scripted, { tools: [lookUp] });
    return runner.run({ ...invocation, agent: { ...agent, tools: [lookUp.name] } });
  };

export function readNotes(file: string) {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const of = (kind: string): string[] =>
    lines.filter((line) => line.startsWith(kind)).map((line) => line.slice(kind.length + 1));
  return { called: of('called'), answered: of('answered') };
}

/** How often more than once each is there. */
export const repeats = (names: readonly string[]): number => names.length - new Set(names).size;
