import { isNegated, takeNegation } from '../negation.ts';
import { numberOf } from '../time/names.ts';
import type { Draft, Sentence, SlotReader } from '../sentence.ts';
import { slotWords } from '../slot-words.ts';
import { isFunctionWord, isPlainWord, isReportNoun } from '../vocabulary.ts';
import type { Entity } from './entities.ts';

const KILOMETRES: Readonly<Record<string, number>> = {
  km: 1,
  kms: 1,
  kilometre: 1,
  kilometres: 1,
  kilometer: 1,
  kilometers: 1,
  m: 0.001,
  metre: 0.001,
  metres: 0.001,
  meter: 0.001,
  meters: 0.001,
  mile: 1.609344,
  miles: 1.609344,
  mi: 1.609344,
};

interface Radius {
  km: number;
  /** The words that say it. */
  first: number;
  next: number;
}

/** "Station Road within 500 metres", "Station Road, 2 km around". */
function radiusAfter(sentence: Sentence, next: number): Radius | undefined {
  const at = /^(within|in)$/.test(sentence.at(next)) ? next + 1 : next;
  const number = numberOf(sentence.at(at)) ?? Number(sentence.at(at));
  const factor = KILOMETRES[sentence.at(at + 1)];
  if (factor === undefined || !(number > 0)) return undefined;
  const end = /^(around|radius|away|or)$/.test(sentence.at(at + 2)) ? at + 3 : at + 2;
  return { km: Math.round(number * factor * 1_000) / 1_000, first: next, next: end };
}

/** "within 2 km of", "3 miles around": how far from the place that follows, with the words that say so. */
function radiusBefore(sentence: Sentence, first: number): Radius | undefined {
  for (let index = first - 1; index >= Math.max(0, first - 5); index--) {
    const unit = KILOMETRES[sentence.at(index)];
    const compact = /^(\d{1,4})(km|m|mi)$/.exec(sentence.at(index));
    const number = compact
      ? Number(compact[1])
      : (numberOf(sentence.at(index - 1)) ?? Number(sentence.at(index - 1).replace(',', '.')));
    const factor = compact ? KILOMETRES[compact[2] ?? ''] : unit;
    if (factor === undefined || !(number > 0)) {
      const one = unit !== undefined && /^(a|an|one)$/.test(sentence.at(index - 1));
      const half = one && sentence.at(index - 2) === 'half';
      if (!one) continue;
      return {
        km: Math.round((half ? 0.5 : 1) * unit * 1_000) / 1_000,
        first: half ? index - 2 : index - 1,
        next: first,
      };
    }
    const start = compact ? index : index - 1;
    const cue = /^(within|in|inside|under|than|of)$/.test(sentence.at(start - 1)) ? start - 1 : start;
    return { km: Math.round(number * factor * 1_000) / 1_000, first: cue, next: first };
  }
  return undefined;
}

interface NamedPlace {
  name: string;
  first: number;
  next: number;
  point?: { lon: number; lat: number } | undefined;
}

function addPlace(sentence: Sentence, draft: Draft, { name, first, next, point }: NamedPlace): void {
  const radius = radiusBefore(sentence, first) ?? radiusAfter(sentence, next);
  const negated =
    isNegated(sentence, first) ||
    (sentence.at(first - 1) === 'outside' && !/^(just|right)$/.test(sentence.at(first - 2)));
  if (radius && point) {
    draft.filters.near = { ...point, radius_km: radius.km };
    sentence.take('place', radius.first, radius.first < first ? first : radius.next);
  } else if (negated) {
    if (draft.filters.not?.place !== undefined) draft.unmatched.push(name);
    else draft.filters.not = { ...draft.filters.not, place: name };
    takeNegation(sentence, 'place', first);
    if (sentence.at(first - 1) === 'outside') sentence.take('place', first - 1);
  } else if (draft.filters.place === undefined) draft.filters.place = name;
  else if (draft.second.place) draft.unmatched.push(name);
  else if (draft.filters.place.toLowerCase() !== name.toLowerCase()) draft.second.place = { place: name };
  sentence.take('place', first, next);
}

export function readPlaces(entities: readonly Entity[]): SlotReader {
  return (sentence, draft) => {
    for (const { value, first, next, score } of entities) {
      if (value.kind !== 'place' || !sentence.isFree(first)) continue;
      const { name, lon, lat } = value.place;
      addPlace(sentence, draft, { name, first, next, point: { lon, lat } });
      if (score < 0.8) draft.doubts.push(`"${sentence.original(first, next)}" was read as ${name}`);
    }
  };
}

const locative =
  /^(in|at|near|around|outside|inside|within|across|along|beside|behind|opposite|of|from|on|by|for|to)$/;
const sureLocative = /^(in|at|near|around|along|beside|behind|opposite|from|on)$/;
const placeNoun =
  /^(street|st|road|rd|avenue|ave|lane|ward|sector|block|village|district|lake|river|park|bridge|square|nagar|colony|market|junction|crossing|circle|hospital|school|station|stop|temple|church|mosque|town|city|taluk|tehsil|taluka|mandal|phase|layout|zone|area|highway|bypass|flyover|hill|hills|valley|beach|dam|creek|canal|gate|chowk)$/;
const stop =
  /^(last|this|next|past|yesterday|today|since|during|before|after|by|per|and|or|that|which|who|how|what|are|is|was|were|has|have|had|do|does|did|with|without|in|at|on|from|for|of|to|still|only|please|over|between|within|if|when|where|it|me|us|them|we|you|they|been)$/;

/** A name after "in" or "at": capitals, a word like "street" or "ward", or a town of the gazetteer. */
function unknownPlaceAt(sentence: Sentence, preposition: number): NamedPlace | undefined {
  let first = preposition + 1;
  if (/^(the|our|my)$/.test(sentence.at(first))) first++;
  let next = first;
  while (
    next < sentence.words.length &&
    next < first + 5 &&
    sentence.isFree(next) &&
    !stop.test(sentence.at(next))
  ) {
    if (next > first && sentence.breaksAt(next)) break;
    next++;
  }
  for (let end = next; end > first; end--) {
    const run = sentence.words.slice(first, end);
    const [start, last] = [run[0], run.at(-1)];
    if (!start || !last || isReportNoun(last.stem) || slotWords.has(last.lower) || /^\d+$/.test(start.lower))
      continue;
    const name = sentence.original(first, end);
    const named =
      run.length > 1 &&
      (placeNoun.test(last.lower) || /^\d+[a-z]?$/.test(last.lower)) &&
      run.some(({ lower }) => placeNoun.test(lower));
    const capitals =
      run.every(({ capital, lower }) => capital || /^(de|da|la|al|el|the|of)$/.test(lower)) &&
      !allCapitals(sentence);
    const point =
      isPlainWord(start.lower, start.stem) && run.length === 1 ? undefined : sentence.input.lookup(name);
    if (named || capitals || point) return { name, first, next: end, point };
  }
  return undefined;
}

const allCapitals = ({ text }: Sentence): boolean => text === text.toUpperCase();

/** Places that the domain does not list: matched against the stored place names as they were written. */
export const readOtherPlaces: SlotReader = (sentence, draft) => {
  for (const { lower, index } of sentence.words) {
    if (!locative.test(lower) || sentence.slotOf(index) !== undefined) continue;
    const found = unknownPlaceAt(sentence, index);
    if (!found || (!sureLocative.test(lower) && !found.point)) continue;
    if (found.next - found.first === 1 && isFunctionWord(sentence.at(found.first))) continue;
    addPlace(sentence, draft, found);
    if (!found.point)
      draft.doubts.push(
        `"${found.name}" is no place that is known here; it was looked for in the reports' place names`,
      );
  }
};
