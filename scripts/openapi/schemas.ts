import * as z from 'zod';
import { agent, agentInput, agentPatch, dependencyGraph } from '../../lib/domain/agent.ts';
import { category, domain, home, place, playbook } from '../../lib/domain/domain.ts';
import { reportFilter } from '../../lib/domain/filter.ts';
import { point } from '../../lib/domain/geo.ts';
import { pagination } from '../../lib/domain/page.ts';
import { bullet, change, interpretation, mapData, reference, storedQuery } from '../../lib/domain/query.ts';
import { managementData, provenance, reportRow, storedReport, taskDetails } from '../../lib/domain/report.ts';
import { logEntry, usage } from '../../lib/domain/run.ts';
import { message, session } from '../../lib/domain/session.ts';
import type { Operation } from './operations.ts';

/** The vocabulary that several operations share, under the names that clients see. */
const shared = {
  Agent: agent,
  AgentInput: agentInput,
  AgentPatch: agentPatch,
  DependencyGraph: dependencyGraph,
  Domain: domain,
  Playbook: playbook,
  Place: place,
  Home: home,
  Category: category,
  Point: point,
  Pagination: pagination,
  ReportFilter: reportFilter,
  StoredReport: storedReport,
  ReportRow: reportRow,
  ManagementData: managementData,
  TaskDetails: taskDetails,
  Provenance: provenance,
  LogEntry: logEntry,
  Usage: usage,
  StoredQuery: storedQuery,
  Interpretation: interpretation,
  Bullet: bullet,
  Change: change,
  MapData: mapData,
  Reference: reference,
  Session: session,
  Message: message,
} satisfies Record<string, z.ZodType>;

export type JsonObject = Record<string, unknown>;
export interface SchemaSet {
  readonly components: Readonly<Record<string, JsonObject>>;
  /** The schema, or a reference to it. */
  readonly of: (schema: z.ZodType) => JsonObject;
}

/** A format says it all; the patterns that validators use for dates are unreadable. */
const override = ({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void => {
  if (jsonSchema.format === 'date-time' || jsonSchema.format === 'date') delete jsonSchema.pattern;
};

export const toJson = (schema: z.ZodType, io: 'input' | 'output'): JsonObject =>
  plain(z.toJSONSchema(schema, { io, unrepresentable: 'any', override }));

const SHARED_PATH = '#/components/schemas/';
const isDefinition = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null;

/** Components carry no dialect or id of their own: the document says both. */
function plain(schema: unknown): JsonObject {
  const { $schema, $id, ...rest } = isDefinition(schema) ? schema : {};
  return rest;
}

/**
 * The schemas of all operations in one direction as OpenAPI components. The two directions differ (defaults, coercion),
 * so shared names of the input direction end in `Sent`.
 */
export function schemaSet(
  io: 'input' | 'output',
  own: readonly { name: string; schema: z.ZodType }[],
): SchemaSet {
  const suffix = io === 'input' ? 'Sent' : '';
  const names = new Map<z.ZodType, string>();
  const registry = z.registry<{ id: string }>();
  const add = (name: string, schema: z.ZodType): void => {
    if (names.has(schema)) return;
    names.set(schema, name);
    registry.add(schema, { id: name });
  };
  for (const [name, schema] of Object.entries(shared)) add(name + suffix, schema);
  for (const { name, schema } of own) add(name, schema);
  const { schemas } = z.toJSONSchema(registry, {
    io,
    uri: (id) => SHARED_PATH + id,
    unrepresentable: 'any',
    override,
  });
  const components = Object.fromEntries(
    Object.entries(schemas).map(([name, schema]) => [name, plain(schema)]),
  );
  return {
    components,
    of: (schema) => {
      const name = names.get(schema);
      return name === undefined ? toJson(schema, io) : { $ref: SHARED_PATH + name };
    },
  };
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
export const bodyName = ({ id }: Operation): string => `${capitalised(id)}Body`;
export const answerName = ({ id }: Operation): string => `${capitalised(id)}Answer`;
