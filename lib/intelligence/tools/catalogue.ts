import type { Geocoder } from '../../ports/agents.ts';
import type { ReportIndex } from '../../ports/relational.ts';
import { makeAggregationApi } from './aggregation-api.ts';
import { makeAnalyticsApi } from './analytics-api.ts';
import { makeComprehend, type LanguageService } from './comprehend.ts';
import { makeLocationService } from './location-service.ts';
import { raiseError } from './raise-error.ts';
import { makeRetrievalApi } from './retrieval-api.ts';
import { makeSpatialApi } from './spatial-api.ts';
import type { ToolCatalogue, ToolDefinition } from './tool.ts';
import { makeWebSearch, type WebSearchSettings } from './web-search.ts';

export interface BuiltinToolPorts {
  index: ReportIndex;
  geocoder: Geocoder;
  language: LanguageService;
  webSearch?: WebSearchSettings;
}

/** The product's own tools, the same for every tenant. */
export const builtinTools = ({
  index,
  geocoder,
  language,
  webSearch,
}: BuiltinToolPorts): ToolDefinition[] => [
  makeLocationService(geocoder),
  makeComprehend(language),
  makeWebSearch(webSearch ?? {}),
  makeRetrievalApi(index),
  makeAggregationApi(index),
  makeSpatialApi(index),
  makeAnalyticsApi(index),
  raiseError,
];

export const makeBuiltinCatalogue = (ports: BuiltinToolPorts): ToolCatalogue => {
  const tools = new Map(builtinTools(ports).map((tool) => [tool.name, tool]));
  return {
    find: async (_tenantId, names) => Promise.resolve(names.flatMap((name) => tools.get(name) ?? [])),
  };
};
