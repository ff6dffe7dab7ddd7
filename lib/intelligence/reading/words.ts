const irregular: Record<string, string> = {
  mice: 'mouse',
  aged: 'age',
  calves: 'calf',
  lice: 'louse',
  wolves: 'wolf',
  knives: 'knife',
  leaves: 'leaf',
  teeth: 'tooth',
  feet: 'foot',
  children: 'child',
  men: 'man',
  women: 'woman',
  people: 'person',
  persons: 'person',
  fell: 'fall',
  fallen: 'fall',
  broke: 'break',
  broken: 'break',
  stole: 'steal',
  stolen: 'steal',
  dying: 'die',
  died: 'die',
  dead: 'die',
  bought: 'buy',
  sold: 'sell',
  ate: 'eat',
  eaten: 'eat',
  bit: 'bite',
  bitten: 'bite',
  burnt: 'burn',
  stuck: 'stick',
  thrown: 'throw',
  threw: 'throw',
  lying: 'lie',
  went: 'go',
  gone: 'go',
  came: 'come',
  tyre: 'tire',
  tyres: 'tire',
  fertiliser: 'fertilizer',
  neighbour: 'neighbor',
  colour: 'color',
  mould: 'mold',
  centre: 'center',
  sidewalk: 'footpath',
  pavement: 'footpath',
  trash: 'garbage',
  rubbish: 'garbage',
  faeces: 'feces',
  diarrhoea: 'diarrhea',
  plough: 'plow',
  kerb: 'curb',
  grey: 'gray',
  odour: 'odor',
  vandalised: 'vandalize',
  vandalized: 'vandalize',
  pls: 'please',
  plz: 'please',
  plse: 'please',
  u: 'you',
  ur: 'your',
  r: 'are',
  thx: 'thanks',
  thanku: 'thanks',
  ty: 'thanks',
  tnx: 'thanks',
  ppl: 'person',
  govt: 'government',
  bldg: 'building',
  rd: 'road',
  st: 'street',
  hosp: 'hospital',
  veh: 'vehicle',
  coz: 'because',
  cos: 'because',
  bcoz: 'because',
  wud: 'would',
  shud: 'should',
  msg: 'message',
  abt: 'about',
  n: 'and',
  streetlight: 'streetlight',
};

/**
 * A word's root by light stemming: plural, -ing, -ed and -ly are cut off, common irregular forms, chat spellings and
 * British spellings are mapped to one form. Lower case in, lower case out.
 */
export function wordRoot(lower: string): string {
  const known = Object.hasOwn(irregular, lower) ? irregular[lower] : undefined;
  if (known !== undefined) return known;
  const word = lower.replace(/'s$|'$/, '');
  if (word.length < 4 || /\d/.test(word)) return word;
  return undouble(stem(word));
}

function stem(word: string): string {
  if (word.endsWith('ies') && word.length > 4) return `${word.slice(0, -3)}y`;
  if (/(?:ches|shes|sses|xes|zes)$/.test(word)) return word.slice(0, -2);
  if (word.endsWith('s') && !/(?:ss|us|is)$/.test(word)) return stem(word.slice(0, -1));
  if (word.endsWith('ing') && word.length > 5) return word.slice(0, -3);
  if (word.endsWith('ed') && word.length > 4 && !word.endsWith('eed')) return word.slice(0, -2);
  if (word.endsWith('ly') && word.length > 5) return word.slice(0, -2);
  return word.endsWith('e') && word.length > 4 ? word.slice(0, -1) : word;
}

const undouble = (stemmed: string): string =>
  /([bdgmnprt])\1$/.test(stemmed) ? stemmed.slice(0, -1) : stemmed;
