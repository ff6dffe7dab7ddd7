import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { makeMetrics } from '../../../../lib/adapters/system/metrics.ts';

const lines: string[] = [];
beforeEach(() => {
  // Powertools then writes through the global console, and only then can a test listen.
  process.env['POWERTOOLS_DEV'] = 'true';
  process.env['POWERTOOLS_METRICS_DISABLED'] = 'false';
  lines.length = 0;
  jest.spyOn(console, 'log').mockImplementation((line: string) => void lines.push(line));
});
afterEach(() => {
  delete process.env['POWERTOOLS_DEV'];
  delete process.env['POWERTOOLS_METRICS_DISABLED'];
  jest.restoreAllMocks();
});

interface Line extends Record<string, unknown> {
  _aws: {
    CloudWatchMetrics: {
      Namespace: string;
      Dimensions: string[][];
      Metrics: { Name: string; Unit: string }[];
    }[];
  };
}
const emitted = (index: number): Line => JSON.parse(lines[index] ?? '') as Line;
const dimensionsOf = (line: Line): string[] => [
  ...new Set(line._aws.CloudWatchMetrics.flatMap(({ Dimensions }) => Dimensions.flat())),
];

describe('metrics', () => {
  it('writes one embedded-metric line a record, at once, with units, dimensions and details', () => {
    makeMetrics('domainflow', 'dev').record(
      { AgentDuration: 812, InputTokens: 40 },
      { kind: 'query', status: 'success' },
      { job_id: 'job_1' },
    );
    expect(lines).toHaveLength(1);
    const line = emitted(0);
    expect(line).toMatchObject({
      service: 'domainflow',
      stage: 'dev',
      kind: 'query',
      status: 'success',
      job_id: 'job_1',
      AgentDuration: 812,
      InputTokens: 40,
    });
    const [directive] = line._aws.CloudWatchMetrics;
    expect(directive?.Namespace).toBe('DomainFlow');
    expect(directive?.Metrics).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ Name: 'AgentDuration', Unit: 'Milliseconds' }),
        expect.objectContaining({ Name: 'InputTokens', Unit: 'Count' }),
      ]),
    );
    expect(dimensionsOf(line).sort()).toEqual(['kind', 'service', 'stage', 'status']);
  });

  it('carries nothing of one record into the next', () => {
    const metrics = makeMetrics('domainflow', 'dev');
    metrics.record({ Jobs: 1 }, { kind: 'ingestion', status: 'completed' }, { job_id: 'job_1' });
    metrics.record({ JobsOverdue: 0 });
    const line = emitted(1);
    expect(line['JobsOverdue']).toBe(0);
    expect(Object.keys(line).sort()).toEqual(['JobsOverdue', '_aws', 'service', 'stage']);
    expect(dimensionsOf(line).sort()).toEqual(['service', 'stage']);
  });
});
