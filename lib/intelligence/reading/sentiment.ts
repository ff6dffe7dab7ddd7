import { sentiments, type Sentiment } from '../../domain/report-vocabulary.ts';
import type { Classifiers } from './classifiers.ts';
import { likeliest } from './urgency.ts';
import type { Read } from './types.ts';

/** The feeling of the writer. */
export function readSentiment(text: string, classifiers: Classifiers): Read<Sentiment> {
  return likeliest(classifiers.sentiment(text), sentiments, []);
}
