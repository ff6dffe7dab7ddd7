/**
 * Trains the urgency, sentiment and category models from lib/intelligence/data/training and seed/data/vocabulary.json
 * and writes them to lib/intelligence/data/generated/classifiers.ts. The same input gives the same models.
 *
 *   node scripts/train-classifiers.ts
 */
import { packModels, type LinearModel } from '../lib/intelligence/reading/linear-model.ts';
import { categoryExamples, toneExamples } from './training/examples.ts';
import { fit } from './training/fit.ts';
import { categoryOptions, domainFiles, toneOptions } from './training/options.ts';
import { categoriesOf } from './support/vocabulary.ts';
import { writeData } from './support/write-data.ts';

const models = new Map<string, LinearModel>();
for (const kind of ['urgency', 'sentiment'] as const) {
  models.set(kind, fit(toneExamples(kind), toneOptions[kind]));
}
for (const [domain, file] of Object.entries(domainFiles)) {
  const synonyms = new Map(categoriesOf(domain).map(({ key, synonyms: words }) => [key, words]));
  models.set(domain, fit(categoryExamples(domain, file, synonyms), categoryOptions));
}

console.log(`${writeData('classifiers', packModels(models))} bytes compressed`);
