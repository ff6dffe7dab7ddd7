/**
 * Estimates how the classifiers do on the sentences of people they have not learnt from: leaves out one file of
 * `lib/intelligence/data/training/labelled` after the other, trains on the rest and scores the file.
 *
 *   node scripts/cross-validate.ts [part of a file's name] [--misses]
 */
import { featuresOf } from '../lib/intelligence/reading/features.ts';
import { scoresOf, type LinearModel } from '../lib/intelligence/reading/linear-model.ts';
import { categoryExamples, labelledSentences, toneExamples } from './training/examples.ts';
import { fit } from './training/fit.ts';
import type { Labelled } from './training/labelled.ts';
import { categoryOptions, domainFiles, toneOptions, vectors } from './training/options.ts';

const options = process.argv.slice(2);
const wanted = options.find((option) => !option.startsWith('--')) ?? '';
const showMisses = options.includes('--misses');
const sources = [...new Set(labelledSentences.map(({ source }) => source))].filter((source) =>
  source.includes(wanted),
);

type Guess = (sentence: Labelled) => string | undefined;
type Field = 'category' | 'urgency' | 'sentiment';

const best = (
  model: LinearModel,
  text: string,
  category: string | undefined,
  tone: boolean,
): string | undefined => {
  const scores = scoresOf(model, featuresOf(text, { tone, vectors, category }));
  return model.classes[scores.indexOf(Math.max(...scores))];
};

function guessesWithout(source: string): Record<Field, Guess> {
  const learnt = labelledSentences.filter((sentence) => sentence.source !== source);
  const urgency = fit(toneExamples('urgency', learnt), toneOptions.urgency);
  const sentiment = fit(toneExamples('sentiment', learnt), toneOptions.sentiment);
  const here = labelledSentences.filter((sentence) => sentence.source === source);
  const byDomain = new Map(
    [...new Set(here.map(({ domain }) => domain))].map((domain) => [
      domain,
      fit(categoryExamples(domain, domainFiles[domain] ?? '', new Map(), learnt), categoryOptions),
    ]),
  );
  const categoryOf: Guess = ({ domain, text }) => {
    const model = byDomain.get(domain);
    return model && best(model, text, undefined, false);
  };
  return {
    category: categoryOf,
    urgency: (sentence) => best(urgency, sentence.text, categoryOf(sentence), true),
    sentiment: ({ text }) => best(sentiment, text, undefined, true),
  };
}

for (const source of sources) {
  const guesses = guessesWithout(source);
  const sentences = labelledSentences.filter((sentence) => sentence.source === source);
  const shares = (['category', 'urgency', 'sentiment'] as const).map((field) => {
    const missed = sentences.filter((sentence) => guesses[field](sentence) !== sentence[field]);
    if (showMisses)
      for (const sentence of missed)
        console.log(`${field} ${sentence[field]} <- ${guesses[field](sentence)}: ${sentence.text}`);
    return `${field} ${(100 - (100 * missed.length) / sentences.length).toFixed(1)} %`;
  });
  console.log(`${source} (${sentences.length}): ${shares.join(', ')}`);
}
