import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { agentInput } from '../../../../lib/domain/agent.ts';
import { domainInput } from '../../../../lib/domain/domain.ts';
import { outputKeys } from '../../../../lib/domain/json-schema.ts';
import { modelSchema } from '../../../../lib/intelligence/output-schema.ts';
import { builtinTools } from '../../../../lib/intelligence/tools/catalogue.ts';
import { builtins } from '../support/product.ts';
import { store } from '../support/read.ts';
import { makeStoreIndex } from '../support/store-index.ts';

const readJson = (file: string): unknown =>
  JSON.parse(readFileSync(new URL(`../../../../seed/data/${file}`, import.meta.url), 'utf8'));
const domains = readJson('domains.json') as Record<string, unknown>[];
const vocabulary = readJson('vocabulary.json') as Record<string, Record<string, unknown>>;
const tools = builtinTools({
  index: makeStoreIndex(store),
  geocoder: { geocode: async () => Promise.resolve([]) },
  language: { comprehend: async () => Promise.resolve({}) },
}).map(({ name }) => name);

describe('The seeds', () => {
  it('hold the seventeen built-in agents of the contract', () => {
    expect(builtins.map(({ agent_id }) => agent_id.replace('builtin-', '')).sort()).toEqual(
      [
        ...['ingestion-geo', 'ingestion-temporal', 'ingestion-entity'],
        ...[
          'who',
          'what',
          'where',
          'when',
          'why',
          'how',
          'which',
          'how-many',
          'how-much',
          'from-where',
          'what-kind',
        ].map((id) => `query-${id}`),
        ...['management-task-assigner', 'management-status-updater', 'management-task-details-editor'],
      ].sort(),
    );
  });

  it.each(builtins.map((agent) => [agent.agent_id, agent] as const))(
    'hold a valid agent %s with tools that exist',
    (_id, agent) => {
      expect(agentInput.safeParse(agent).error).toBeUndefined();
      expect(tools).toEqual(expect.arrayContaining(agent.tools));
      if (agent.agent_class === 'query') expect(outputKeys(agent.output_schema)).toContain('answer');
      expect(modelSchema(agent.output_schema).required).toEqual(outputKeys(agent.output_schema));
    },
  );

  it.each(domains.map((domain) => [domain['domain_id'] as string, domain] as const))(
    'hold a valid domain %s of built-in agents',
    (id, domain) => {
      const parsed = domainInput.parse({ ...domain, ...vocabulary[id] });
      const known = new Map(builtins.map(({ agent_id, agent_class }) => [agent_id, agent_class]));
      for (const kind of ['ingestion', 'query', 'management'] as const) {
        const { nodes, edges } = parsed[`${kind}_playbook`].agent_execution_graph;
        expect(nodes.map((node) => known.get(node))).toEqual(nodes.map(() => kind));
        for (const { from, to } of edges) expect(nodes).toEqual(expect.arrayContaining([from, to]));
      }
    },
  );
});
