import { appendFileSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import type { AgentInvocation, AgentResult } from '../../../lib/ports.ts';
import { aPlan, composed } from '../../support/engine.ts';

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

/** The three in the middle end one after the other, so that each of their records is a boundary of its own. */
const durations: Readonly<Record<string, number>> = { c: 10, d: 40, e: 70 };

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

export function readNotes(file: string) {
  const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
  const of = (kind: string): string[] =>
    lines.filter((line) => line.startsWith(kind)).map((line) => line.slice(kind.length + 1));
  return { called: of('called'), answered: of('answered') };
}

/** How often more than once each is there. */
export const repeats = (names: readonly string[]): number => names.length - new Set(names).size;
