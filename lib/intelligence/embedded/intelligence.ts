import type { LanguageModelV4 } from '@ai-sdk/provider';
import type { Geocoder } from '../../ports/agents.ts';
import { loadReadingResources } from '../reading/load-resources.ts';
import type { ReadingResources } from '../reading/types.ts';
import type { LanguageService } from '../tools/comprehend.ts';
import type { LayeredGeocoderDeps } from '../tools/layered-geocoder.ts';
import { makeIngestionBrain } from './ingestion-brain.ts';
import { makeInterpretationBrain } from './interpretation-brain.ts';
import {
  makeCategoriser,
  makeLocalGeocoder,
  makeLocalLanguageService,
  makePlaceLookup,
  makePlaceReader,
  redactText,
} from './local-services.ts';
import { managementBrain } from './management-brain.ts';
import { makeEmbeddedModel, type BrainFor } from './model.ts';
import { queryBrain } from './query-brain.ts';

/** The embedded model and the local counterparts of the services that its tools use. */
export interface EmbeddedIntelligence {
  model: () => Promise<LanguageModelV4>;
  geocoder: Geocoder;
  /** The place of a text with how it was found. */
  readPlace: LayeredGeocoderDeps['read'];
  language: LanguageService;
  redact: (text: string) => string;
}

/** Loads gazetteer and classifiers on first use, once per process. */
export function makeEmbeddedIntelligence(
  load: () => Promise<ReadingResources> = loadReadingResources,
): EmbeddedIntelligence {
  let loading: Promise<ReadingResources> | undefined;
  const resources = () => (loading ??= load());
  const ingestion = makeIngestionBrain(resources);
  const interpretation = makeInterpretationBrain(makePlaceLookup(resources), makeCategoriser(resources));
  const brainFor: BrainFor = ({ agentClass, schemaName, sections }) => {
    if (schemaName === 'interpretation') return interpretation;
    if (agentClass === 'query') return queryBrain;
    if (agentClass === 'management') return managementBrain;
    return sections.report === undefined && sections.interpretation !== undefined ? queryBrain : ingestion;
  };
  const model = makeEmbeddedModel(brainFor);
  return {
    model: async () => Promise.resolve(model),
    geocoder: makeLocalGeocoder(resources),
    readPlace: makePlaceReader(resources),
    language: makeLocalLanguageService(resources),
    redact: redactText,
  };
}
