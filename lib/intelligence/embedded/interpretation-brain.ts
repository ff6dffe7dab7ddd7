import * as z from 'zod';
import { interpretation } from '../../domain/query.ts';
import { readSentence } from '../answering/read-sentence.ts';
import type { Categoriser, People, PlaceLookup, Turn } from '../answering/sentence.ts';
import type { Category, Home } from '../../domain/domain.ts';
import type { Brain } from './reply.ts';
import { parseJson, type EmbeddedRequest } from './request.ts';

const peopleSchema = z.object({
  teams: z.array(z.object({ team_id: z.string(), team_name: z.string(), aliases: z.array(z.string()) })),
  users: z.array(z.object({ user_id: z.string(), username: z.string() })),
  asking: z.string(),
});
const turnsSchema = z.array(
  z.object({
    question: z.string(),
    interpretation: interpretation.nullable().catch(null),
    references: z.array(z.string()),
  }),
);
const givenSchema = z.object({ mode: z.enum(['query', 'management']).optional() });

const parsed = <T>(schema: z.ZodType<T>, text: string | undefined, absent: T): T => {
  const result = schema.safeParse(parseJson(text));
  return result.success ? result.data : absent;
};

/** Where a place outside the domain's own ones lies, by name. */
export type LookupFor = (home: Home) => Promise<PlaceLookup>;
/** What words outside the categories' own names speak for. */
export type CategoriserFor = (categories: readonly Category[]) => Promise<Categoriser>;

async function interpret(
  { sections, domain, now }: EmbeddedRequest,
  lookupFor: LookupFor,
  categoriserFor: CategoriserFor,
) {
  const people: People = parsed(peopleSchema, sections.people, { teams: [], users: [], asking: '' });
  const previous: Turn[] = parsed(turnsSchema, sections.previous, []);
  const { mode } = parsed(givenSchema, sections.given, {});
  const text = sections.question ?? '';
  const [lookup, categorise] = await Promise.all([lookupFor(domain.home), categoriserFor(domain.categories)]);
  return readSentence({ text, domain, people, previous, now, lookup, categorise }, mode);
}

export const makeInterpretationBrain = (lookupFor: LookupFor, categoriserFor: CategoriserFor): Brain => ({
  wishes: () => [],
  answer: async (request) => {
    const output = await interpret(request, lookupFor, categoriserFor);
    const doubts = [...output.doubts, ...output.unmatched.map((word) => `"${word}" was not understood`)];
    const said = doubts.length > 0 ? ` Doubts: ${doubts.join('; ')}.` : '';
    return { output, reasoning: `Read as ${output.intent}.${said}` };
  },
});
