import { readFileSync } from 'node:fs';

/** A set of synonyms: its words, the words of its definition and examples, and the sets it points to. */
export interface Synset {
  id: string;
  words: string[];
  gloss: string;
  related: string[];
}

/** Pointers that mean "nearly the same thing": hypernym, hyponym, similar, part, derived, topic. */
const pointers = new Set([
  '@',
  '~',
  '@i',
  '~i',
  '&',
  '#p',
  '%p',
  '#m',
  '%m',
  '#s',
  '%s',
  '+',
  ';c',
  '-c',
  '*',
  '>',
  '$',
  '=',
  '^',
  '\\',
]);

/** Reads WordNet's data files (see its manual page wndb) from a folder. */
export function readWordNet(folder: string): Map<string, Synset> {
  const synsets = new Map<string, Synset>();
  for (const kind of ['noun', 'verb', 'adj', 'adv']) {
    for (const line of readFileSync(`${folder}/data.${kind}`, 'latin1').split('\n')) {
      const synset = line.startsWith(' ') || line === '' ? undefined : parse(line, kind);
      if (synset) synsets.set(synset.id, synset);
    }
  }
  return synsets;
}

const kindOf: Record<string, string> = { n: 'noun', v: 'verb', a: 'adj', s: 'adj', r: 'adv' };

function parse(line: string, kind: string): Synset {
  const bar = line.indexOf('|');
  const fields = line.slice(0, bar).split(' ');
  const wordCount = parseInt(fields[3] ?? '0', 16);
  const words = Array.from({ length: wordCount }, (_, at) =>
    (fields[4 + 2 * at] ?? '').replace(/\(.*\)$/, '').toLowerCase(),
  );
  const start = 4 + 2 * wordCount;
  const pointerCount = Number(fields[start]);
  const related: string[] = [];
  for (let at = 0; at < pointerCount; at++) {
    const [symbol = '', offset = '', part = ''] = fields.slice(start + 1 + 4 * at, start + 4 + 4 * at);
    if (pointers.has(symbol)) related.push(`${kindOf[part] ?? kind}:${offset}`);
  }
  return { id: `${kind}:${fields[0]}`, words, gloss: line.slice(bar + 1).toLowerCase(), related };
}
