const VOWEL = /[aeiouy]/;
/** Three letters that have lost an "e": "rat" of "rated", not "fix" of "fixed". */
const SILENT = /^[^aeiou][aeiou][^aeiouwxy]$/;

/** Words whose ending is no inflection, or whose form is irregular; the right side is their stem. */
const irregular: Readonly<Record<string, string>> = {
  broken: 'break',
  broke: 'break',
  lit: 'light',
  stolen: 'steal',
  fallen: 'fall',
  burnt: 'burn',
  children: 'child',
  people: 'people',
  mice: 'mouse',
  leaves: 'leaf',
  news: 'news',
  status: 'status',
  gas: 'gas',
  bus: 'bus',
  buses: 'bus',
  gases: 'gas',
  virus: 'virus',
  during: 'during',
  nothing: 'nothing',
  something: 'something',
  anything: 'anything',
  everything: 'everything',
  evening: 'evening',
  morning: 'morning',
  ceiling: 'ceiling',
  building: 'building',
  need: 'need',
  feed: 'feed',
  seed: 'seed',
  seeds: 'seed',
  speed: 'speed',
  weed: 'weed',
  weeds: 'weed',
  spring: 'spring',
  sewage: 'sewer',
  sewerage: 'sewer',
  leakage: 'leak',
  leakages: 'leak',
  blockage: 'block',
  blockages: 'block',
  used: 'use',
  using: 'use',
  lying: 'lie',
  lies: 'lie',
  dying: 'die',
  dies: 'die',
  added: 'add',
};

/** Doubled consonants of "running" and "stopped" become one; those of "fill" and "miss" stay. */
function undouble(base: string): string {
  return /([bdgmnprt])\1$/.test(base) ? base.slice(0, -1) : base;
}

function withoutPlural(word: string): string {
  if (word.length < 4 || !word.endsWith('s') || /(ss|us|is)$/.test(word)) return word;
  if (word.endsWith('ies')) return word.length > 4 ? `${word.slice(0, -3)}y` : word;
  if (/(ch|sh|x|ss|zz)es$/.test(word)) return word.slice(0, -2);
  return word.slice(0, -1);
}

function withoutVerbEnding(word: string): string {
  for (const ending of ['ing', 'ed']) {
    if (!word.endsWith(ending)) continue;
    const base = word.slice(0, -ending.length);
    if (base.length < 3 || !VOWEL.test(base)) continue;
    const single = undouble(base);
    return single === base && SILENT.test(base) ? `${base}e` : single;
  }
  return word;
}

/**
 * A common form of a word's inflections: "closing", "closed" and "closes" give the same. Not a dictionary form, only good for
 * comparing. Expects lower case.
 */
export function stem(word: string): string {
  const known = irregular[word];
  if (known !== undefined) return known;
  const singular = withoutPlural(word);
  const base = irregular[singular] ?? withoutVerbEnding(singular);
  const plain = base.length > 4 && base.endsWith('e') ? base.slice(0, -1) : base;
  return plain.length > 3 && plain.endsWith('i') ? `${plain.slice(0, -1)}y` : plain;
}
