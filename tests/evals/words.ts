const STOP_WORDS = new Set(
  'a an and are at be by for from has have in is it its of on or that the this to was were with'.split(' '),
);

/** Enough stemming for the sentences of the store: plural, -ed and -ing. */
function stem(word: string): string {
  if (word.length <= 3) return word;
  if (word.endsWith('ies')) return `${word.slice(0, -3)}y`;
  if (/(ch|sh|ss|x)es$/.test(word)) return word.slice(0, -2);
  if (word.endsWith('s') && !word.endsWith('ss')) return word.slice(0, -1);
  if (word.endsWith('ing') && word.length > 5) return word.slice(0, -3);
  return word.endsWith('ed') && word.length > 4 ? word.slice(0, -2) : word;
}

/** Stemmed words of a text, without stop words. */
export const wordsOf = (text: string): string[] =>
  (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).filter((word) => !STOP_WORDS.has(word)).map(stem);

/** Text search: every word of the query occurs in the text. */
export function mentions(text: string, query: string): boolean {
  const words = new Set(wordsOf(text));
  return wordsOf(query).every((word) => words.has(word));
}
