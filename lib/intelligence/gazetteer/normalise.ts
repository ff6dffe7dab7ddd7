const leadingShort: Record<string, string> = { st: 'saint', ste: 'sainte', mt: 'mount', ft: 'fort' };
const letters: Record<string, string> = {
  ø: 'o',
  æ: 'ae',
  œ: 'oe',
  ß: 'ss',
  ł: 'l',
  đ: 'd',
  ð: 'd',
  þ: 'th',
  ı: 'i',
};

/**
 * The key under which a place name is stored and looked up: lower case, no marks, words joined by single
 * spaces, a leading "St", "Mt" or "Ft" written out. "St. John's" becomes "saint johns".
 */
export function placeKey(name: string): string {
  const plain = name
    .normalize('NFD')
    .replace(/[\u0300-\u036f'’ʻ`´.]/g, '')
    .toLowerCase()
    .replace(/[øæœßłđðþı]/g, (letter) => letters[letter] ?? letter);
  const words = plain.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '');
  const first = words[0];
  if (first !== undefined && words.length > 1) words[0] = leadingShort[first] ?? first;
  return words.join(' ');
}

/** "new delhi" as "New Delhi": how most keys are written for people. */
export const titleCase = (key: string): string =>
  key.replace(/(^|\s)(\p{L})/gu, (_, space: string, letter: string) => space + letter.toUpperCase());
