import { loadGazetteer } from '../gazetteer/load.ts';
import { loadClassifiers } from './classifiers.ts';
import type { ReadingResources } from './types.ts';

/** The data that reading needs, loaded once a process on first use. */
export async function loadReadingResources(): Promise<ReadingResources> {
  const [gazetteer, classifiers] = await Promise.all([loadGazetteer(), loadClassifiers()]);
  return { gazetteer, classifiers };
}
