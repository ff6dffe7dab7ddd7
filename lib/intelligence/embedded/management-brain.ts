import type { FieldChanges } from '../../domain/query.ts';
import type { Brain } from './reply.ts';
import type { EmbeddedRequest } from './request.ts';
import { fitToSchema } from './fit.ts';
import { interpretationOf } from './query-brain.ts';
import { listed, readable } from './wording.ts';

const fields = ['status', 'assignee', 'priority', 'due_date', 'note'] as const;

const fieldWords: Readonly<Record<(typeof fields)[number], RegExp>> = {
  status: /status/,
  assignee: /assign|owner|responsib/,
  priority: /priorit/,
  due_date: /due|deadline/,
  note: /\bnotes?\b|comment|remark/,
};

/** The fields that this agent is for: those its name, schema or instructions speak of; all when they name none. */
function ownFields({ agentName, instructions, schema }: EmbeddedRequest): readonly (typeof fields)[number][] {
  const described = JSON.stringify(schema.properties['changes'] ?? {}).toLowerCase();
  const listedThere = fields.filter((field) => described.includes(`"${field}"`));
  if (listedThere.length > 0) return listedThere;
  const text = `${agentName} ${instructions}`.toLowerCase();
  const spoken = fields.filter((field) => fieldWords[field].test(text));
  return spoken.length > 0 ? spoken : fields;
}

const pick = (changes: FieldChanges, names: readonly (typeof fields)[number][]): FieldChanges =>
  Object.fromEntries(
    names.filter((name) => changes[name] !== undefined).map((name) => [name, changes[name]]),
  );

const worded = (changes: FieldChanges): string =>
  listed(
    Object.entries(changes).map(([field, value]) =>
      value === null ? `no ${readable(field)}` : `${readable(field)} ${readable(String(value))}`,
    ),
  );

/** Proposes the part of the understood changes that the agent is for. Nothing is written here. */
export const managementBrain: Brain = {
  wishes: () => [],
  answer: async (request) => {
    const interpretation = interpretationOf(request);
    const changes =
      interpretation?.intent === 'command' ? pick(interpretation.changes ?? {}, ownFields(request)) : {};
    const proposed = Object.keys(changes).length > 0;
    const answer = proposed ? `Proposes ${worded(changes)}.` : 'Nothing for this agent to change.';
    const values: Record<string, unknown> = {
      changes,
      answer,
      confidence: proposed ? (interpretation?.confidence ?? 0) : 1,
      summary: answer,
      ...changes,
    };
    const output = Object.fromEntries(
      Object.entries(request.schema.properties).map(([key, schema]) => [
        key,
        fitToSchema(values[key], schema),
      ]),
    );
    const doubts = interpretation?.doubts ?? [];
    return Promise.resolve({
      output,
      reasoning: doubts.length > 0 ? `${answer} Doubts: ${doubts.join('; ')}.` : answer,
    });
  },
};
