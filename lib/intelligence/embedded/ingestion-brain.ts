import * as z from 'zod';
import { longitude, latitude } from '../../domain/geo.ts';
import type { JsonSchema } from '../../domain/json-schema.ts';
import type { DomainContext } from '../../ports/agents.ts';
import { withoutNull } from '../output-schema.ts';
import { fillSchema } from '../reading/schema/fill-schema.ts';
import { readReport } from '../reading/read-report.ts';
import {
  precisions,
  type Read,
  type PlaceMatch,
  type ReadingContext,
  type ReadingResources,
} from '../reading/types.ts';
import { isAllowed } from './fit.ts';
import type { Brain, ToolWish } from './reply.ts';
import type { EmbeddedRequest } from './request.ts';

const LOCATION_SERVICE = 'location_service';
const placeKey = /location|place|address|geo|coordinate|lat|lon|where|district|area|precision/i;

const wantsPlace = ({ schema }: EmbeddedRequest): boolean =>
  Object.keys(schema.properties).some((key) => placeKey.test(key));

const match = z.object({
  name: z.string(),
  address: z.string(),
  point: z.object({ coordinates: z.tuple([longitude, latitude]) }),
  precision: z.enum(precisions),
  confidence: z.number(),
});

/** The best place that the location service gave, in the words where the reader saw a place. */
function locatedPlace({ results }: EmbeddedRequest, read: Read<PlaceMatch>): Read<PlaceMatch> {
  const result = results.find(({ tool, failed }) => tool === LOCATION_SERVICE && !failed);
  const parsed = z.object({ matches: z.array(match) }).safeParse(result?.value);
  const best = parsed.success ? parsed.data.matches[0] : undefined;
  if (!best) return read;
  const { name, address, point, precision, confidence } = best;
  const span = read.value?.span ?? { start: 0, end: 0, text: name };
  const locationText = read.value?.locationText ?? name;
  const value: PlaceMatch = {
    locationText,
    point: point.coordinates,
    address,
    precision,
    confidence,
    source: 'gazetteer',
    span,
  };
  return { value, confidence, evidence: read.evidence };
}

export const readingContext = (
  { places, home, categories }: DomainContext,
  now: Date,
  resources: ReadingResources,
): ReadingContext => ({ now, home, places, categories, resources });

const plainSchema = ({ schema }: EmbeddedRequest): JsonSchema => ({
  type: 'object',
  properties: Object.fromEntries(
    Object.entries(schema.properties).map(([key, each]) => [key, withoutNull(each)]),
  ),
});

/** Values that break their own schema are worth nothing: null then. */
const fitting = (output: Record<string, unknown>, { schema }: EmbeddedRequest): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(schema.properties).map(([key, each]) => [
      key,
      isAllowed(output[key], each) ? output[key] : null,
    ]),
  );

/** Reads reports: any output schema is filled from the text, the place by way of location_service where it is offered. */
export const makeIngestionBrain = (resources: () => Promise<ReadingResources>): Brain => ({
  wishes: (request): ToolWish[] => {
    const text = request.sections.report ?? '';
    return wantsPlace(request) && text !== '' ? [{ tool: LOCATION_SERVICE, input: { text, limit: 3 } }] : [];
  },
  answer: async (request) => {
    const text = request.sections.report ?? request.sections.question ?? '';
    const context = readingContext(request.domain, request.now, await resources());
    const read = readReport(text, context);
    const reading = { ...read, place: locatedPlace(request, read.place) };
    const { output, reasoning } = fillSchema(plainSchema(request), text, context, reading);
    return { output: fitting(output, request), reasoning };
  },
});
