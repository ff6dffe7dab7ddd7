/**
 * Derives word vectors from WordNet: two words are alike when the same words occur in and around their definitions.
 * Writes lib/intelligence/data/generated/vectors.ts.
 *
 *   node scripts/build-vectors.ts [folder with WordNet's data files] [word list]
 *
 * Debian's packages wordnet-base (/usr/share/wordnet) and wamerican-small supply both.
 */
import { readFileSync } from 'node:fs';
import { packVectors } from '../lib/intelligence/reading/word-vectors.ts';
import { wordRoot } from '../lib/intelligence/reading/words.ts';
import { writeData } from './support/write-data.ts';
import { clusterRows } from './vectors/clusters.ts';
import { leadingVectors, positiveInformation } from './vectors/sparse.ts';
import { readWordNet, type Synset } from './vectors/wordnet.ts';

const dimensions = 64;
const leastUses = 4;
const [folder = '/usr/share/wordnet', wordList = '/usr/share/dict/american-english-small'] =
  process.argv.slice(2);

const stopWords = new Set(
  `a an the of in on at by for with to from and or but nor is are was were be been being it its as that this these those which who whom whose what when
  where not no he she they his her their one ones something someone somebody you your we our i me my him them so such than then very more most some
  any all each other another into out up down over under used use having have has had do doe did can could may might will would shall should usually
  especially often esp etc eg ie also about between through during after before if because while only same way`.split(
    /\s+/,
  ),
);

const rootsIn = (text: string): string[] =>
  (text.toLowerCase().match(/[a-z]+(?:'[a-z]+)?/g) ?? [])
    .map(wordRoot)
    .filter((root) => root.length > 2 && !stopWords.has(root));

const synsets = readWordNet(folder);
const common = new Set(
  readFileSync(wordList, 'utf8')
    .split('\n')
    .map((word) => wordRoot(word.toLowerCase())),
);
const uses = new Map<string, number>();
const bump = (root: string): void => {
  uses.set(root, (uses.get(root) ?? 0) + 1);
};
for (const { words, gloss } of synsets.values())
  for (const root of [...words.filter((word) => !word.includes('_')).map(wordRoot), ...rootsIn(gloss)])
    bump(root);
const vocabulary = [...uses]
  .filter(([root, count]) => count >= leastUses && (common.has(root) || count >= 12))
  .map(([root]) => root)
  .sort();
const rowOf = new Map(vocabulary.map((root, row) => [root, row]));

/** Words of a set and of its definition, and of the sets around it, each counted towards every word of the set. */
function contextOf(synset: Synset): Map<string, number> {
  const context = new Map<string, number>();
  const add = (roots: readonly string[], weight: number): void => {
    for (const root of roots) context.set(root, (context.get(root) ?? 0) + weight);
  };
  const wordsOf = ({ words }: Synset): string[] => words.flatMap((word) => word.split(/[_-]/)).map(wordRoot);
  add(wordsOf(synset), 3);
  add(rootsIn(synset.gloss), 2);
  for (const id of synset.related.slice(0, 40)) {
    const other = synsets.get(id);
    if (!other) continue;
    add(wordsOf(other), 1.5);
    add(rootsIn(other.gloss).slice(0, 12), 0.5);
  }
  return context;
}

const counts = vocabulary.map(() => new Map<number, number>());
const note = (row: number | undefined, column: number | undefined, value: number): void => {
  const cells = row === undefined ? undefined : counts[row];
  if (cells && column !== undefined && row !== column) cells.set(column, (cells.get(column) ?? 0) + value);
};
for (const synset of synsets.values()) {
  const context = [...contextOf(synset)].flatMap(([root, value]) =>
    rowOf.has(root) ? [[rowOf.get(root), value] as const] : [],
  );
  const own = new Set(synset.words.flatMap((word) => word.split(/[_-]/)).map(wordRoot));
  for (const root of own)
    for (const [column, value] of context) note(rowOf.get(root), column, value / own.size);
  const gloss = [...new Set(rootsIn(synset.gloss))]
    .map((root) => rowOf.get(root))
    .filter((row) => row !== undefined);
  for (const row of gloss) for (const other of gloss) note(row, other, 0.7);
}

const columns = leadingVectors(positiveInformation(counts, vocabulary.length), dimensions, 5);
const rows = vocabulary.map((_, row) => columns.map((column) => column[row] ?? 0));
const groups = [120, 500].map((count) => clusterRows(rows, count, 12));
const packed = packVectors({
  words: vocabulary,
  rows,
  uses: vocabulary.map((root) => uses.get(root) ?? 1),
  groups,
});
console.log(`${vocabulary.length} words, ${writeData('vectors', packed)} bytes compressed`);
