import { relatedRoots } from '../concepts.ts';
import { filled, positionsOf, tokenSpan, type Facts, type Filled } from './facts.ts';
import type { Quantity } from './quantities.ts';
import { unitNamed, type Dimension } from './units.ts';
import { isNamed, type Property } from './property.ts';

interface Wanted {
  dimension: Dimension | undefined;
  /** Base units that one wanted unit is worth. */
  factor: number;
  roots: string[];
}

const dimensionWords: [Dimension, RegExp][] = [
  ['length', /^(?:depth|deep|height|high|tall|length|long|width|wide|level|distance|diameter|size|radius)$/],
  ['mass', /^(?:weight|mass|tonnage)$/],
  ['volume', /^(?:volume|capacity|litres|liters)$/],
  ['area', /^(?:area|acreage|hectares|acres)$/],
  ['temperature', /^(?:temperature|temp|celsius|degrees|fever)$/],
  ['duration', /^(?:duration|age|hours|days|minutes|weeks|months|waiting|elapsed)$/],
  ['percent', /^(?:percent|percentage|share|rate|pct|proportion|incidence)$/],
  [
    'money',
    /^(?:price|cost|amount|loss|value|fee|fine|bill|payment|money|usd|inr|kes|rupees|dollars|expense|damages)$/,
  ],
  ['speed', /^(?:speed|velocity)$/],
];

/** The number that a property asks for: by its unit, and by the words it shares with the number's neighbours. */
export function fillNumber(property: Property, facts: Facts): Filled | undefined {
  const wanted = wantedOf(property);
  const ranked = facts.quantities
    .map((quantity) => ({ quantity, score: scoreOf(quantity, wanted, property, facts) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score);
  const best = ranked[0];
  if (best)
    return filled(converted(best.quantity, wanted, property), Math.min(0.9, 0.45 + 0.12 * best.score), [
      best.quantity.span,
    ]);
  return fillNone(wanted, property, facts);
}

function wantedOf(property: Property): Wanted {
  const unitWord = [...property.nameWords]
    .reverse()
    .find((word) => unitNamed(word) !== undefined && !/^(?:in|a|day|days|c|second|minute|night)$/.test(word));
  const durationWord = property.nameWords.find((word) =>
    /^(?:hours|minutes|days|weeks|months|years|seconds)$/.test(word),
  );
  const described = /\b(?:in|unit:?)\s+(?:the\s+)?([a-z²%]+)/i.exec(property.description)?.[1]?.toLowerCase();
  const unit = unitNamed(unitWord ?? durationWord ?? '') ?? unitNamed(described ?? '');
  const dimension = unit?.dimension ?? dimensionWords.find(([, pattern]) => isNamed(property, pattern))?.[0];
  const isUnit = (root: string): boolean => root === unitWord || root === durationWord;
  return { dimension, factor: unit?.factor ?? 1, roots: property.nameRoots.filter((root) => !isUnit(root)) };
}

function scoreOf(quantity: Quantity, wanted: Wanted, property: Property, facts: Facts): number {
  if (wanted.dimension !== undefined && wanted.dimension !== quantity.dimension) {
    const mayBeBare =
      quantity.dimension === 'count' && /^(?:money|percent|temperature)$/.test(wanted.dimension);
    if (!mayBeBare) return 0;
  }
  if (wanted.dimension === undefined && quantity.dimension !== 'count') return 0;
  if (isDateLike(quantity, facts)) return 0;
  const own = wanted.roots.reduce((sum, root) => sum + nearness(root, quantity), 0);
  const told = property.describedRoots.reduce((sum, root) => sum + 0.4 * nearness(root, quantity), 0);
  const inSentence = wanted.roots.filter((root) => sharesSentence(root, quantity, facts)).length;
  const unitBonus = wanted.dimension !== undefined && quantity.dimension === wanted.dimension ? 1.2 : 0;
  if (unitBonus > 0) return unitBonus + own + told + 0.5 * inSentence;
  return own + told >= 0.6 ? own + told + 0.3 * inSentence : 0;
}

/** 2 when the root, or a word for the same idea, stands right after the number; less the further away. */
function nearness(root: string, { after, before }: Quantity): number {
  const words = new Set(relatedRoots(root));
  const ahead = after.findIndex((word) => words.has(word));
  const behind = before.findIndex((word) => words.has(word));
  return Math.max(ahead < 0 ? 0 : 2 - 0.5 * ahead, behind < 0 ? 0 : 1.2 - 0.4 * behind);
}

function sharesSentence(root: string, { span }: Quantity, facts: Facts): boolean {
  const sentence = facts.sentences.find(({ start, end }) => span.start >= start && span.start < end);
  return (
    sentence !== undefined &&
    positionsOf(facts, [root]).some(
      (at) =>
        (facts.tokens[at]?.start ?? -1) >= sentence.start && (facts.tokens[at]?.start ?? -1) < sentence.end,
    )
  );
}

/** A number inside the words that were read as the time. */
function isDateLike({ span, dimension }: Quantity, { reading }: Facts): boolean {
  return (
    dimension === 'count' &&
    reading.time.evidence.some(({ start, end }) => span.start >= start && span.end <= end)
  );
}

function converted({ value, factor, dimension }: Quantity, wanted: Wanted, { types }: Property): number {
  const amount =
    wanted.dimension === dimension && dimension !== 'temperature' ? (value * factor) / wanted.factor : value;
  return types.has('integer') && !types.has('number')
    ? Math.round(amount)
    : Math.round(amount * 1_000) / 1_000;
}

/** "No injuries", "nobody was hurt": a count of none, said in words. */
function fillNone(wanted: Wanted, property: Property, facts: Facts): Filled | undefined {
  if (wanted.dimension !== undefined) return undefined;
  for (const root of property.nameRoots) {
    const words = relatedRoots(root);
    for (const word of words) {
      const at = positionsOf(facts, [word]).find((position) => facts.negated[position] === true);
      if (at !== undefined && !/^(?:person|child)$/.test(word))
        return filled(0, 0.7, [tokenSpan(facts, Math.max(0, at - 2), at)]);
    }
  }
  return undefined;
}
