import { conceptCalled, conceptsNamed, type Concept } from '../concepts.ts';
import type { Span } from '../types.ts';
import { wordRoot } from '../words.ts';
import { filled, positionsOf, tokenSpan, type Facts, type Filled } from './facts.ts';
import { fullName, type Property } from './property.ts';
import { byName, clip, clock, date, dateTime, entity } from './string-fillers.ts';

/** A string for a property: by its format, by what its name means, by its words in the text. */
export function fillString(property: Property, facts: Facts): Filled | undefined {
  const formatted = byFormat(property, facts);
  if (formatted !== 'none') return formatted;
  const labelled = fromLabel(property, facts);
  if (labelled) return labelled;
  const name = fullName(property);
  const named = byName.find(([pattern]) => pattern.test(name));
  const fromMembers = fromConcept(property, facts);
  if (fromMembers && !(named && /\b(?:id|number|name|location|address)\b/.test(name))) return fromMembers;
  if (named) return named[1](property, facts);
  return fromSentence(property, facts);
}

function byFormat({ format }: Property, facts: Facts): Filled | undefined | 'none' {
  if (format === 'date') return date(facts);
  if (format === 'date-time') return dateTime(facts);
  if (format === 'time') return clock(facts);
  if (format === 'email') return entity(facts, 'EMAIL');
  if (format === 'uri' || format === 'url') return entity(facts, 'URL');
  if (/phone|tel/.test(format)) return entity(facts, 'PHONE');
  return 'none';
}

/** "Crop: maize" or "crop is maize": a value that the text labels with the property's own name. */
function fromLabel(property: Property, { text }: Facts): Filled | undefined {
  const names = [fullName(property), property.nameWords.at(-1) ?? ''].filter(
    (name, index, all) => name.length > 2 && all.indexOf(name) === index,
  );
  for (const name of names) {
    const match = new RegExp(
      String.raw`(?:^|[\n;,.]\s*)(?:the |my |our )?${name.replaceAll(' ', '[ _-]?')}\s*(?::|=)\s*([^\n;,]{1,120}?)(?=[\n;,]|\.\s|\.?$)`,
      'i',
    ).exec(text);
    const words = match?.[1]?.trim();
    if (match && words !== undefined && words !== '') {
      const start = match.index + match[0].lastIndexOf(words);
      return filled(words, 0.85, [{ start, end: start + words.length, text: words }]);
    }
  }
  return undefined;
}

/** "crop_type", "animal", "vehicle type": a member of the named group that the text uses. */
function fromConcept(property: Property, facts: Facts): Filled | undefined {
  const groups = property.nameRoots
    .flatMap((root) => [...conceptsNamed(root), ...synonymGroups(root)])
    .filter(({ name }) => naming.has(name));
  for (const { name, terms } of groups) {
    for (let at = 0; at < facts.roots.length; at++) {
      const term = terms.find((words) => words.every((word, index) => facts.roots[at + index] === word));
      if (!term || (term.length === 1 && term[0] === wordRoot(name))) continue;
      const span = tokenSpan(facts, at, at + term.length - 1);
      return filled(span.text.toLowerCase(), 0.65, [span]);
    }
  }
  return undefined;
}

const naming = new Set([
  'pest',
  'crop disease',
  'weed',
  'crop',
  'animals',
  'livestock',
  'vehicle',
  'building',
  'tree',
  'food',
]);
const synonymGroups = (root: string): readonly Concept[] => {
  const aliases: Record<string, string> = {
    plant: 'crop',
    commodity: 'crop',
    produce: 'crop',
    species: 'animals',
    animal: 'animals',
    structure: 'building',
    car: 'vehicle',
  };
  const name = Object.hasOwn(aliases, root) ? aliases[root] : undefined;
  return name === undefined ? [] : conceptCalled(name);
};

/** The sentence that uses the property's words, when one does. */
function fromSentence(property: Property, facts: Facts): Filled | undefined {
  const wanted = [...property.nameRoots, ...property.describedRoots];
  const scored = facts.sentences
    .map((sentence) => ({
      sentence,
      score: wanted.filter((root) => positionsOf(facts, [root]).some((at) => inside(facts, at, sentence)))
        .length,
    }))
    .sort((a, b) => b.score - a.score);
  const best = scored[0];
  const own =
    best &&
    property.nameRoots.some((root) =>
      positionsOf(facts, [root]).some((at) => inside(facts, at, best.sentence)),
    );
  if (!best || best.score === 0 || own !== true) return undefined;
  return filled(clip(best.sentence.text, 300), 0.35 + 0.1 * Math.min(2, best.score), [best.sentence]);
}

const inside = ({ tokens }: Facts, at: number, { start, end }: Span): boolean => {
  const token = tokens[at];
  return token !== undefined && token.start >= start && token.end <= end;
};
