import { distance } from 'fastest-levenshtein';
import { stem } from './stem.ts';
import { functionWords, isPlainWord } from './vocabulary.ts';
import { slotWords } from './slot-words.ts';
import type { Word } from './words.ts';

const abbreviations: Readonly<Record<string, string>> = {
  ppl: 'people',
  rpt: 'report',
  rpts: 'reports',
  cmplnt: 'complaint',
  cmplnts: 'complaints',
  asap: 'asap',
  hw: 'how',
  wat: 'what',
  wht: 'what',
  wich: 'which',
  hwo: 'how',
  hom: 'how',
  mani: 'many',
  mny: 'many',
  thier: 'their',
  teh: 'the',
  dept: 'department',
  asign: 'assign',
  assgn: 'assign',
  resolv: 'resolve',
  complain: 'complaint',
  complains: 'complaints',
  complaits: 'complaints',
  garbag: 'garbage',
  tmrw: 'tomorrow',
  tmr: 'tomorrow',
  tomorow: 'tomorrow',
  yday: 'yesterday',
  prio: 'priority',
  nbr: 'number',
  num: 'number',
  categry: 'category',
  wk: 'week',
  mth: 'month',
  abt: 'about',
  frm: 'from',
  btw: 'between',
};

/** Words worth restoring: long enough that another word of one letter's difference is unlikely. */
const targets: readonly string[] = [...functionWords, ...slotWords].filter((word) => word.length >= 4);

/** Proper words that are one letter from a word of the grammar. */
export const proper: ReadonlySet<string> = new Set(
  `charge charged charges statue statues stated staged closet marker markers planes placid stating starring stared sorted resorted
  urgency latex forest passes passage routed parked marked morning rescued rested reposted highway moderated tanker tower towers towed
  deadly hauled handled weekly weaken whole while sauce course counter updated opening openings
  severe severely sever severed floor floors store stores stored spoke spokes letter letters shortage shortages castle castles battle
  bright brighter prize prizes pride prime blame blamed blade blades packing insured wafer waiter waiters taste tastes bass seat seats
  fleet blood brood stone stones storey story stories smile smoky posted poster posters nose noses waist loose lease leash crash trace
  village villages town towns city cities locality localities neighbourhoods suburb suburbs colony colonies street streets sector sectors
  block blocks zone zones region regions departments employee employees worker workers operator operators handler handlers officer officers
  users reported complained village's resolver stage stages topics subjects
  train trains grain grains brain tractor barking banking markets powder powers flower flowers shower showers hostel hotel heater`.split(
    /\s+/,
  ),
);

/** Letters swapped, or from six letters on one dropped, doubled or mistyped (two from nine on); the first letter is kept. */
function nearest(word: string): string | undefined {
  if (word.length < 4 || /\d/.test(word)) return undefined;
  const allowed = word.length >= 9 ? 2 : 1;
  let best: { target: string; apart: number } | undefined;
  for (const target of targets) {
    if (target[0] !== word[0] || Math.abs(target.length - word.length) > allowed) continue;
    const swapped = isSwap(word, target);
    if (word.length <= 5 && !swapped) continue;
    if (target.length === 4 && !swapped) continue;
    const apart = swapped ? 1 : distance(word, target);
    if (apart <= allowed && (!best || apart < best.apart)) best = { target, apart };
  }
  return best?.target;
}

/** Two neighbouring letters changed places. */
function isSwap(a: string, b: string): boolean {
  if (a.length !== b.length) return false;
  const at = Array.from(a).findIndex((letter, index) => letter !== b[index]);
  return at >= 0 && a[at] === b[at + 1] && a[at + 1] === b[at] && a.slice(at + 2) === b.slice(at + 2);
}

const rewritten = (word: Word, lower: string): Word => ({ ...word, lower, stem: stem(lower) });

/** Misspelt words of the grammar and of the slots put right; names and words that `known` knows stay. */
export function correctSpelling(words: readonly Word[], known: (word: string) => boolean): Word[] {
  return words.map((word) => {
    const { lower } = word;
    const full = abbreviations[lower];
    if (full !== undefined && !known(lower)) return rewritten(word, full);
    if (known(lower) || proper.has(lower) || isPlainWord(lower, word.stem) || slotWords.has(lower))
      return word;
    const better = nearest(lower);
    return better === undefined ? word : rewritten(word, better);
  });
}
