import { conceptsNamed, relatedRoots } from '../concepts.ts';
import type { Span } from '../types.ts';
import { wordRoot } from '../words.ts';
import { filled, positionsOf, tokenSpan, type Facts, type Filled } from './facts.ts';
import { fullName, type Property } from './property.ts';

const levelOf: Record<string, readonly RegExp[]> = {
  immediate: [
    /^(?:immediate|critical|emergency|extreme|catastrophic|p0|p1|very high|severe|red|1|5|life threatening)$/,
    /^(?:urgent|high)$/,
  ],
  urgent: [/^(?:urgent|high|major|severe|serious|orange|p2|significant)$/, /^(?:critical|very high|medium)$/],
  moderate: [/^(?:moderate|medium|normal|standard|yellow|p3|average|intermediate)$/, /^(?:low|minor)$/],
  low: [
    /^(?:low|minor|minimal|none|green|p4|p5|slight|trivial|negligible|informational|routine)$/,
    /^(?:normal|moderate|medium)$/,
  ],
};
const graded = /urgen|sever|priorit|critical|risk|danger|impact|level|serious|importan|threat|intensity/;
const rest =
  /^(?:unknown|other|others|none|not specified|unspecified|na|n a|general|misc|miscellaneous|undetermined|unclear|not stated)$/;

const wordsOf = (choice: unknown): string =>
  String(choice)
    .replace(/([\p{Ll}])(\p{Lu})/gu, '$1 $2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

/** One of the listed values: a grade from the urgency, a feeling, or the value whose words the text uses. */
export function fillChoice(
  property: Property,
  choices: readonly unknown[],
  facts: Facts,
): Filled | undefined {
  if (choices.length === 1 && property.schema['const'] !== undefined) return filled(choices[0], 1);
  return (
    fromSentiment(choices, facts) ??
    fromUrgency(property, choices, facts) ??
    fromYesNo(property, choices, facts) ??
    fromWords(property, choices, facts)
  );
}

/** Every listed value that the text speaks of, for arrays of listed values. */
export function fillChoices(choices: readonly unknown[], facts: Facts): Filled | undefined {
  const found = choices
    .map((choice) => ({ choice, ...matchChoice(choice, facts) }))
    .filter(({ score }) => score >= 1);
  if (found.length === 0) return undefined;
  return filled(
    found.map(({ choice }) => choice),
    0.65,
    found.flatMap(({ evidence }) => evidence),
  );
}

function fromSentiment(choices: readonly unknown[], { reading }: Facts): Filled | undefined {
  const words = choices.map(wordsOf);
  if (!words.includes('positive') || !words.includes('negative') || reading.sentiment.value === undefined)
    return undefined;
  const at = words.indexOf(reading.sentiment.value);
  const fallback = words.indexOf('neutral');
  return at < 0 && fallback < 0
    ? undefined
    : filled(choices[at < 0 ? fallback : at], reading.sentiment.confidence, reading.sentiment.evidence);
}

function fromUrgency(
  property: Property,
  choices: readonly unknown[],
  { reading }: Facts,
): Filled | undefined {
  const grades = levelOf[reading.urgency.value ?? ''];
  const words = choices.map(wordsOf);
  const known = words.filter((word) =>
    Object.values(levelOf).some(([own]) => own?.test(word) === true),
  ).length;
  if (!grades || known < 2 || !(graded.test(fullName(property)) || known >= 3)) return undefined;
  for (const grade of grades) {
    const at = words.findIndex((word) => grade.test(word));
    if (at >= 0) return filled(choices[at], reading.urgency.confidence, reading.urgency.evidence);
  }
  return undefined;
}

function fromYesNo(property: Property, choices: readonly unknown[], facts: Facts): Filled | undefined {
  const words = choices.map(wordsOf);
  const [yes, no] = [words.indexOf('yes'), words.indexOf('no')];
  if (yes < 0 || no < 0) return undefined;
  const answer = fillBoolean(property, facts);
  const unsure = words.findIndex((word) => rest.test(word));
  if (answer) return filled(choices[answer.value === true ? yes : no], answer.confidence, answer.evidence);
  return unsure < 0 ? undefined : filled(choices[unsure], 0.4);
}

interface ChoiceMatch {
  score: number;
  evidence: Span[];
}

function fromWords(property: Property, choices: readonly unknown[], facts: Facts): Filled | undefined {
  const scored = choices
    .map((choice) => ({ choice, ...matchChoice(choice, facts) }))
    .sort((a, b) => b.score - a.score);
  const best = scored[0];
  if (best && best.score >= 0.6) {
    const lead = best.score - (scored[1]?.score ?? 0);
    return filled(
      best.choice,
      Math.min(0.9, 0.5 + 0.15 * best.score + 0.1 * Math.min(2, lead)),
      best.evidence,
    );
  }
  const category = fromCategory(property, choices, facts);
  if (category) return category;
  const fallback = choices.find((choice) => rest.test(wordsOf(choice)));
  return fallback === undefined ? undefined : filled(fallback, 0.3);
}

/** The category's key or label among the listed values. */
function fromCategory(
  { name }: Property,
  choices: readonly unknown[],
  { reading, context }: Facts,
): Filled | undefined {
  if (
    !/type|categor|kind|class|topic|issue|hazard|incident/i.test(name) ||
    reading.category.value === undefined
  )
    return undefined;
  const category = context.categories.find(({ key }) => key === reading.category.value);
  const names = [category?.key, category?.label, ...(category?.synonyms ?? [])].map(wordsOf);
  const choice = choices.find((value) => names.includes(wordsOf(value)));
  return choice === undefined
    ? undefined
    : filled(choice, reading.category.confidence, reading.category.evidence);
}

function matchChoice(choice: unknown, facts: Facts): ChoiceMatch {
  const words = wordsOf(choice);
  if (rest.test(words)) return { score: 0, evidence: [] };
  const roots = words.split(' ').map(wordRoot);
  const whole = positionsOf(facts, roots).find((at) => facts.negated[at] !== true);
  if (whole !== undefined)
    return { score: 1.5 + 0.5 * roots.length, evidence: [tokenSpan(facts, whole, whole + roots.length - 1)] };
  const match: ChoiceMatch = { score: 0, evidence: [] };
  for (const root of roots.filter((word) => word.length > 2)) {
    const at = firstUnnegated(root, facts);
    if (at === undefined) continue;
    match.score += (facts.roots[at] === root ? 1 : 0.7) / roots.length + 0.2;
    match.evidence.push(tokenSpan(facts, at, at));
  }
  return match;
}

function firstUnnegated(root: string, facts: Facts): number | undefined {
  for (const word of relatedRoots(root)) {
    const at = positionsOf(facts, [word]).find((position) => facts.negated[position] !== true);
    if (at !== undefined) return at;
  }
  return undefined;
}

const asking =
  /^(?:is|are|has|have|had|was|were|need|needs|needed|require|required|requires|any|should|can|does|do|present|flag|visible|involved|reported|mentioned|possible|confirmed|yes)$/;

/** Whether the text says so: true when it speaks of it, false when it denies it, undefined when it does neither. */
export function fillBoolean(property: Property, facts: Facts): Filled | undefined {
  const special = fromMeaning(property, facts);
  if (special) return special;
  const roots = property.nameRoots.filter((root) => !asking.test(root));
  const wanted = roots.length > 0 ? roots : property.describedRoots;
  const hits = wanted.map((root) => ({ root, at: mentions(root, facts) })).filter(({ at }) => at.length > 0);
  const telling = hits.filter(
    ({ root }) => !/^(?:person|water|road|building|vehicle|animal|area|house|crop|school)$/.test(root),
  );
  if (
    hits.length === 0 ||
    hits.length < Math.ceil(wanted.length / 2) ||
    (telling.length === 0 && wanted.length > 1)
  )
    return undefined;
  const positions = (telling.length > 0 ? telling : hits).flatMap(({ at }) => at);
  const affirmed = positions.filter((at) => facts.negated[at] !== true);
  const share = hits.length / wanted.length;
  const shown = affirmed.length > 0 ? affirmed : positions;
  const evidence = shown
    .slice(0, 3)
    .map((at) => tokenSpan(facts, Math.max(0, affirmed.length > 0 ? at : at - 2), at));
  return filled(affirmed.length > 0, 0.45 + 0.35 * share, evidence);
}

function mentions(root: string, facts: Facts): number[] {
  const direct = positionsOf(facts, [root]);
  const terms = conceptsNamed(root).flatMap(({ terms: list }) => list);
  const related =
    terms.length > 0
      ? terms.flatMap((term) => positionsOf(facts, term))
      : relatedRoots(root).flatMap((word) => positionsOf(facts, [word]));
  const derived =
    root.length >= 6 ? facts.roots.flatMap((word, at) => (isDerived(word, root) ? [at] : [])) : [];
  return [...new Set([...direct, ...related, ...derived])];
}

/** "Hospital" and "hospitalised": one word begins with the other. */
const isDerived = (a: string, b: string): boolean =>
  Math.min(a.length, b.length) >= 6 && (a.startsWith(b) || b.startsWith(a));

function fromMeaning(property: Property, { reading }: Facts): Filled | undefined {
  const name = fullName(property);
  const { urgency } = reading;
  if (/\b(?:emergency|life threatening|immediate|urgent)\b/.test(name) && urgency.value !== undefined) {
    const isHigh = urgency.value === 'immediate' || (urgency.value === 'urgent' && /urgent/.test(name));
    return filled(isHigh, urgency.confidence, urgency.evidence);
  }
  return undefined;
}
