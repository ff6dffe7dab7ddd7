/**
 * Estimates how the classifiers do on sentences they have not seen: trains on four fifths of labelled.txt (and all
 * phrases), scores the rest, five times.
 *
 *   node scripts/cross-validate.ts [--misses]
 */
import { featuresOf } from '../lib/intelligence/reading/features.ts';
import { scoresOf } from '../lib/intelligence/reading/linear-model.ts';
import { labelledSentences, toneExamples } from './training/examples.ts';
import { fit } from './training/fit.ts';
import { toneOptions, vectors } from './training/options.ts';

const folds = 5;
const sentences = labelledSentences();

for (const kind of ['urgency', 'sentiment'] as const) {
  let right = 0;
  const confused = new Map<string, number>();
  for (let fold = 0; fold < folds; fold++) {
    const held = sentences.filter((_, index) => index % folds === fold);
    const hidden = new Set(held.flatMap(({ text }) => [text, text.toLowerCase()]));
    const model = fit(
      toneExamples(kind).filter(({ text }) => !hidden.has(text)),
      toneOptions[kind],
    );
    for (const sentence of held) {
      const scores = scoresOf(
        model,
        featuresOf(sentence.text, {
          tone: true,
          vectors,
          category: kind === 'urgency' ? sentence.category : undefined,
        }),
      );
      const guess = model.classes[scores.indexOf(Math.max(...scores))];
      if (guess === sentence[kind]) right++;
      else {
        confused.set(
          `${sentence[kind]} taken for ${guess}`,
          (confused.get(`${sentence[kind]} taken for ${guess}`) ?? 0) + 1,
        );
        if (process.argv.includes('--misses'))
          console.log(`${kind} ${sentence[kind]} <- ${guess}: ${sentence.text}`);
      }
    }
  }
  console.log(
    `${kind}: ${((100 * right) / sentences.length).toFixed(1)} % of ${sentences.length}`,
    Object.fromEntries(confused),
  );
}
