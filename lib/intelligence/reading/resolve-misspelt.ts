import { placeKey } from '../gazetteer/normalise.ts';
import { isPointLike } from './mention-evidence.ts';
import { allowedEdits } from './mentions.ts';
import { gazetteerMatch } from './place-match.ts';
import { herePrepositions } from './place-words.ts';
import { countryCode } from './resolve-name.ts';
import { isCaseUninformative, spanOf, type Token } from './tokens.ts';
import type { PlaceContext, PlaceMatch } from './types.ts';

const leastPopulation = 15_000;
const longestScan = 12;

/** A misspelt town of the home country, where the words lead to a place ("in Nairobbi"). */
export function resolveMisspelt(
  text: string,
  tokens: readonly Token[],
  context: PlaceContext,
): PlaceMatch | undefined {
  const country = countryCode(context.home, context.gazetteer);
  if (country === undefined) return undefined;
  const anyCase = isCaseUninformative(tokens);
  const candidates = tokens.filter(
    (token, index) =>
      (token.capital || anyCase) &&
      token.text.length >= 6 &&
      herePrepositions.has(tokens[index - 1]?.lower ?? '') &&
      /^\p{L}+$/u.test(token.text) &&
      !context.gazetteer.hasKey(placeKey(token.text)),
  );
  for (const token of candidates.slice(0, longestScan)) {
    const similar = context.gazetteer
      .findSimilar(token.text, country, allowedEdits(token.text.length))
      .filter(({ kind, population }) => isPointLike(kind) && population >= leastPopulation)
      .sort((a, b) => b.population - a.population)[0];
    if (!similar) continue;
    const span = spanOf(text, token.start, token.end);
    return gazetteerMatch(text, span, span, similar, 0.45, context);
  }
  return undefined;
}
