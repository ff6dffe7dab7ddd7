import * as z from 'zod';
import type { Geocoder } from '../../ports/agents.ts';
import { defineTool, type ToolDefinition } from './tool.ts';

export const makeLocationService = (geocoder: Geocoder): ToolDefinition =>
  defineTool({
    name: 'location_service',
    description:
      "Finds the place that a text names: the domain's own places first, then towns, districts and regions. Answers the best match first (name, address, point as GeoJSON, precision, confidence); empty when nothing fits.",
    input: z.strictObject({
      text: z.string().min(1).max(10_000),
      limit: z.int().min(1).max(10).default(3),
    }),
    run: async ({ domain, signal }, { text, limit }) => {
      const { places, home } = domain;
      const matches = await geocoder.geocode(text, { places, home }, signal);
      return { value: { matches: matches.slice(0, limit) } };
    },
  });
