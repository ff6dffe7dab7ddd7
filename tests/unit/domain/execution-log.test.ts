import { describe, expect, it } from '@jest/globals';
import { effectiveGraph } from '../../../lib/domain/effective-graph.ts';
import { executionLog } from '../../../lib/domain/execution-log.ts';
import { noUsage } from '../../../lib/domain/run.ts';
import type { AgentRun } from '../../../lib/domain/run.ts';

const at = (second: number): string => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();
const run = (agentId: string, start: number, end: number, fields: Partial<AgentRun> = {}): AgentRun => ({
  agent_id: agentId,
  agent_name: agentId.toUpperCase(),
  agent_version: 1,
  status: 'success',
  started_at: at(start),
  timestamp: at(end),
  duration_ms: (end - start) * 1_000,
  attempt: 1,
  reasoning: 'r',
  output: { of: agentId },
  tool_calls: [],
  model: 'embedded',
  usage: { ...noUsage, input_tokens: 3 },
  references: [],
  ...fields,
});

const graph = {
  nodes: ['b', 'c', 'd', 'a'],
  edges: [
    { from: 'a', to: 'b' },
    { from: 'a', to: 'c' },
    { from: 'a', to: 'd' },
  ],
};

describe('executionLog', () => {
  it('has one entry per run and one `cached` entry for each further consumer, in order of time', () => {
    const log = executionLog(graph, [run('c', 2, 5), run('b', 3, 4), run('a', 0, 1), run('d', 3, 9)]);
    expect(
      log.map(({ agent_id, status, consumer_agent_id }) => [agent_id, status, consumer_agent_id]),
    ).toEqual([
      ['a', 'success', undefined],
      ['a', 'cached', 'b'],
      ['a', 'cached', 'd'],
      ['b', 'success', undefined],
      ['c', 'success', undefined],
      ['d', 'success', undefined],
    ]);
  });

  it('counts no tokens for a cached use', () => {
    const log = executionLog(graph, [run('a', 0, 1), run('b', 1, 2), run('c', 1, 2)]);
    expect(log.reduce((sum, { usage }) => sum + usage.input_tokens, 0)).toBe(9);
  });

  it('logs no use by an agent that was skipped, nor of one that failed', () => {
    const skipped = { status: 'skipped' as const };
    const statuses = (runs: AgentRun[]) => executionLog(graph, runs).map(({ status }) => status);
    expect(statuses([run('a', 0, 1), run('b', 1, 2), run('c', 1, 1, skipped)])).not.toContain('cached');
    const failed = run('a', 0, 1, { status: 'error' });
    expect(statuses([failed, run('b', 1, 2), run('c', 1, 2)])).not.toContain('cached');
  });

  it('shows nothing of the record that is not of the log', () => {
    const [entry] = executionLog(graph, [run('a', 0, 1, { error_code: 'TIMEOUT', output_key: 'k' })]);
    expect(Object.keys(entry!)).not.toEqual(expect.arrayContaining(['error_code']));
    expect(Object.keys(entry!)).not.toEqual(expect.arrayContaining(['output_key']));
  });
});

describe('effectiveGraph', () => {
  const needs = (...agent_dependencies: string[]) => ({ agent_dependencies });

  it('runs dependencies that the playbook does not list, however far away', () => {
    const agents = new Map([
      ['a', needs('x')],
      ['b', needs()],
      ['x', needs('y')],
      ['y', needs()],
    ]);
    expect(effectiveGraph({ nodes: ['a', 'b'], edges: [{ from: 'b', to: 'a' }] }, agents)).toEqual({
      nodes: ['a', 'b', 'x', 'y'],
      edges: [
        { from: 'b', to: 'a' },
        { from: 'x', to: 'a' },
        { from: 'y', to: 'x' },
      ],
      missing: [],
    });
  });

  it('has an edge once that playbook and agent both state, and names agents that are missing', () => {
    const agents = new Map([['a', needs('b', 'gone')]]);
    expect(effectiveGraph({ nodes: ['a', 'b'], edges: [{ from: 'b', to: 'a' }] }, agents)).toEqual({
      nodes: ['a', 'b', 'gone'],
      edges: [
        { from: 'b', to: 'a' },
        { from: 'gone', to: 'a' },
      ],
      missing: ['b', 'gone'],
    });
  });
});
