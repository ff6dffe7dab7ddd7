import * as z from 'zod';
import { boundsOf, type FeatureCollection } from '../../domain/geo.ts';
import type { ReportIndex } from '../../ports/relational.ts';
import { defineTool, inDomain, toolFilter, type ToolDefinition } from './tool.ts';

const idsOf = ({ features }: FeatureCollection): string[] =>
  features.flatMap(({ properties }) =>
    typeof properties['incident_id'] === 'string' ? [properties['incident_id']] : [],
  );

export const makeSpatialApi = (index: ReportIndex): ToolDefinition =>
  defineTool({
    name: 'spatial_api',
    description:
      'Where reports are: `extent` (how many have a position, their bounding box and points) or `hotspots` (cells with most reports and their change against the period before). Filters take bbox [west, south, east, north] and near {lon, lat, radius_km}.',
    input: z.strictObject({
      operation: z.enum(['extent', 'hotspots']).default('extent'),
      filter: toolFilter.default({}),
      limit: z.int().min(1).max(500).default(50),
    }),
    run: async (scope, { operation, filter, limit }) => {
      const selected = inDomain(scope, filter);
      if (operation === 'hotspots') {
        const hotspots = await index.hotspots(scope.tenantId, selected, limit);
        return { value: { hotspots } };
      }
      const collection = await index.geo(scope.tenantId, selected, { limit });
      const points = collection.features.map(({ geometry }) => geometry);
      return {
        value: { located: points.length, bounds: boundsOf(points) ?? null, features: collection.features },
        references: idsOf(collection),
      };
    },
  });
