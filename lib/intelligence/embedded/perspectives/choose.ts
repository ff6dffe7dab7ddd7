import { how, what, whatKind, which, why } from './matter.ts';
import { howMany, howMuch, when } from './number-and-time.ts';
import { fromWhere, where, who } from './people-and-places.ts';
import type { Perspective } from './perspective.ts';

/** Longer names first: "how many" before "how". */
export const perspectives: readonly Perspective[] = [
  howMany,
  howMuch,
  fromWhere,
  whatKind,
  which,
  who,
  where,
  when,
  why,
  how,
  what,
];

const keyPerspectives: readonly (readonly [RegExp, Perspective])[] = [
  [/count|total|number|how_many/, howMany],
  [/amount|quantit|cost|how_much|sum/, howMuch],
  [/assignee|person|people|team|owner|responsible/, who],
  [/place|location|area|bounds|hotspot|where/, where],
  [/source|channel|origin/, fromWhere],
  [/date|time|when|period|trend|earliest|latest/, when],
  [/cause|reason|why/, why],
  [/status|handling|progress/, how],
  [/report|incident|list|reference/, which],
  [/urgenc|sentiment|severity|kind|type/, whatKind],
  [/categor|topic|subject|summary|overview/, what],
];

const inText = (text: string): Perspective | undefined =>
  perspectives.find(({ name }) => new RegExp(`\\b${name.replace(' ', '[ _-]?')}\\b`).test(text));

/** By the agent's name, then by the keys it must fill, then by the first words of its instructions; "what" when nothing tells. */
export function perspectivesFor(
  agentName: string,
  keys: readonly string[],
  instructions: string,
): Perspective[] {
  const byName = inText(agentName.toLowerCase());
  if (byName) return [byName];
  const byKeys = keys.flatMap(
    (key) => keyPerspectives.find(([pattern]) => pattern.test(key.toLowerCase()))?.[1] ?? [],
  );
  if (byKeys.length > 0) return [...new Set(byKeys)];
  return [inText(instructions.toLowerCase().slice(0, 200)) ?? what];
}
