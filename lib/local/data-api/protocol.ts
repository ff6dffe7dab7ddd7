import * as z from 'zod';

/** The request shapes of the RDS Data API, as far as PostgreSQL uses them. Lenient: unknown members are dropped. */

const field = z.object({
  isNull: z.boolean().optional(),
  booleanValue: z.boolean().optional(),
  longValue: z.int().optional(),
  doubleValue: z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity'])]).optional(),
  stringValue: z.string().optional(),
  blobValue: z.string().optional(),
  arrayValue: z.unknown().optional(),
});
export type RequestField = z.infer<typeof field>;

export const typeHints = ['DATE', 'DECIMAL', 'JSON', 'TIME', 'TIMESTAMP', 'UUID'] as const;
export type TypeHint = (typeof typeHints)[number];

const sqlParameter = z.object({
  name: z.string().optional(),
  value: field.optional(),
  typeHint: z.enum(typeHints).optional(),
});
export type SqlParameter = z.infer<typeof sqlParameter>;

const target = {
  resourceArn: z.string(),
  secretArn: z.string(),
  database: z.string().optional(),
  schema: z.string().optional(),
};
const statement = { ...target, sql: z.string(), transactionId: z.string().optional() };

const resultSetOptions = z.object({
  decimalReturnType: z.enum(['DOUBLE_OR_LONG', 'STRING']).optional(),
  longReturnType: z.enum(['LONG', 'STRING']).optional(),
});
export type ResultSetOptions = z.infer<typeof resultSetOptions>;

export const executeRequest = z.object({
  ...statement,
  parameters: z.array(sqlParameter).optional(),
  includeResultMetadata: z.boolean().optional(),
  formatRecordsAs: z.enum(['JSON', 'NONE']).optional(),
  resultSetOptions: resultSetOptions.optional(),
});
export type ExecuteRequest = z.infer<typeof executeRequest>;

export const batchExecuteRequest = z.object({
  ...statement,
  parameterSets: z.array(z.array(sqlParameter)).optional(),
});
export type BatchExecuteRequest = z.infer<typeof batchExecuteRequest>;

export const beginRequest = z.object(target);
export const endRequest = z.object({
  resourceArn: z.string(),
  secretArn: z.string(),
  transactionId: z.string(),
});
export type EndRequest = z.infer<typeof endRequest>;

/** A value of a result. Exactly one member is set. */
export type ResponseField =
  | { isNull: true }
  | { booleanValue: boolean }
  | { longValue: number }
  | { doubleValue: number | 'NaN' | 'Infinity' | '-Infinity' }
  | { stringValue: string }
  | { blobValue: string }
  | { arrayValue: ArrayValue };

export type ArrayValue =
  | { booleanValues: (boolean | null)[] }
  | { longValues: (number | null)[] }
  | { doubleValues: (number | 'NaN' | 'Infinity' | '-Infinity' | null)[] }
  | { stringValues: (string | null)[] };
