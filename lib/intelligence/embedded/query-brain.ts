import { interpretation as interpretationSchema, type Interpretation } from '../../domain/query.ts';
import type { JsonSchema } from '../../domain/json-schema.ts';
import { factsOf } from './facts.ts';
import { perspectivesFor } from './perspectives/choose.ts';
import type { Statement } from './perspectives/perspective.ts';
import type { Brain, ToolWish } from './reply.ts';
import { parseJson, type EmbeddedRequest } from './request.ts';
import { fitToSchema } from './fit.ts';

export function interpretationOf({ sections }: EmbeddedRequest): Interpretation | undefined {
  const parsed = interpretationSchema.safeParse(parseJson(sections.interpretation));
  return parsed.success ? parsed.data : undefined;
}

const toolFilterOf = ({
  filters: { domain_id: _domain, ...filter },
}: Interpretation): Record<string, unknown> => filter;

const chosen = ({ agentName, schema, instructions }: EmbeddedRequest) =>
  perspectivesFor(agentName, Object.keys(schema.properties), instructions);

function withoutDoubles(wishes: readonly ToolWish[]): ToolWish[] {
  const seen = new Map(wishes.map((wish) => [JSON.stringify(wish), wish]));
  return [...seen.values()];
}

const notUnderstood: Statement = {
  values: {},
  answer: 'The question was not understood as one about the reports of this domain.',
};

function statementOf(request: EmbeddedRequest, interpretation: Interpretation): Statement {
  const { domain } = request;
  const facts = factsOf(request.results);
  const label = (key: string) => domain.categories.find((each) => each.key === key)?.label ?? key;
  const input = { facts, interpretation, timezone: domain.home.timezone, label };
  const statements = chosen(request).map((perspective) => perspective.state(input));
  const answer = [...new Set(statements.map((each) => each.answer))].join(' ');
  return {
    values: Object.assign({}, ...statements.map(({ values }) => values)) as Record<string, unknown>,
    answer,
  };
}

function reasoningOf(request: EmbeddedRequest, interpretation: Interpretation | undefined): string {
  if (!interpretation) return 'No interpretation of the question was given.';
  const names = chosen(request).map(({ name }) => name);
  const failures = factsOf(request.results).failures.map((failure) => ` Not found out: ${failure}.`);
  const unmatched =
    interpretation.unmatched.length > 0 ? ` Searched as text: ${interpretation.unmatched.join(', ')}.` : '';
  return `Looked at ${names.join(', ')} for ${JSON.stringify(interpretation.filters)}.${unmatched}${failures.join('')}`;
}

/** Fills the output schema from the statement: by name, and `answer` or the like with the sentence. */
function outputOf(
  schema: { properties: Record<string, JsonSchema> },
  { values, answer }: Statement,
): Record<string, unknown> {
  const textKeys = /^(answer|text|summary|message|response|result|statement|explanation|description)$/;
  return Object.fromEntries(
    Object.entries(schema.properties).map(([key, property]) => {
      const exact = values[key];
      const near =
        exact ??
        Object.entries(values).find(
          ([name]) => name.startsWith(key) || key.startsWith(name) || key.includes(name),
        )?.[1];
      const value = textKeys.test(key) ? answer : key === 'confidence' ? undefined : near;
      return [key, fitToSchema(value, property)];
    }),
  );
}

export const queryBrain: Brain = {
  wishes: (request) => {
    const interpretation = interpretationOf(request);
    if (!interpretation || interpretation.intent === 'none') return [];
    const filter = toolFilterOf(interpretation);
    return withoutDoubles(
      chosen(request).flatMap((perspective) => perspective.wishes(interpretation, filter)),
    );
  },
  answer: async (request) => {
    const interpretation = interpretationOf(request);
    const understood = interpretation !== undefined && interpretation.intent !== 'none';
    const statement = understood ? statementOf(request, interpretation) : notUnderstood;
    return Promise.resolve({
      output: outputOf(request.schema, statement),
      reasoning: reasoningOf(request, interpretation),
    });
  },
};
