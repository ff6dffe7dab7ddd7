import { Metrics as Emitter, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { MetricName, Metrics } from '../../ports/world.ts';

const units = {
  Jobs: MetricUnit.Count,
  JobsOverdue: MetricUnit.Count,
  AgentDuration: MetricUnit.Milliseconds,
  InputTokens: MetricUnit.Count,
  OutputTokens: MetricUnit.Count,
  CostUsd: MetricUnit.NoUnit,
} satisfies Record<MetricName, string>;

/** CloudWatch's embedded metric format: one line of the function's log a call, namespace DomainFlow. */
export function makeMetrics(service: string, stage: string): Metrics {
  const emitter = new Emitter({
    namespace: 'DomainFlow',
    serviceName: service,
    defaultDimensions: { stage },
  });
  return {
    record: (values, dimensions = {}, details = {}) => {
      emitter.addDimensions(dimensions);
      for (const [name, text] of Object.entries(details)) emitter.addMetadata(name, text);
      for (const [name, value] of Object.entries(values)) {
        emitter.addMetric(name, units[name as MetricName], value);
      }
      emitter.publishStoredMetrics();
    },
  };
}
