import * as z from 'zod';

const unresolved = (value: string): boolean => value === '[object Object]' || value.length === 1;

/** Emulators hand over unresolved CloudFormation intrinsics as text; such a value must never look like a name. */
const name = z
  .string()
  .min(1)
  .refine((value) => !unresolved(value), { message: 'is an unresolved CloudFormation reference' });

/** Deployment parameters that are not given arrive as empty text. */
const absent = (value: unknown): unknown => (value === '' ? undefined : value);
const optionalText = z.preprocess(absent, z.string().optional());
const optionalUrl = z.preprocess(absent, z.url().optional());

const schema = z.object({
  STAGE: name.default('dev'),
  SERVICE: name.default('domainflow'),
  TABLE_REPORTS: name,
  TABLE_SESSIONS: name,
  TABLE_MESSAGES: name,
  TABLE_QUERIES: name,
  TABLE_AGENT_RUNS: name,
  TABLE_CONFIGURATIONS: name,
  TABLE_CONNECTIONS: name,
  DATABASE_CLUSTER_ARN: name,
  DATABASE_SECRET_ARN: name,
  DATABASE_NAME: name,
  BUCKET_EVIDENCE: name,
  BUCKET_BACKUPS: name,
  FUNCTION_ORCHESTRATOR: name,
  FUNCTION_AGENT_RUNNER: name,
  FUNCTION_STATUS_PUBLISHER: name,
  /** Encrypts the secrets of tenants' tools; only the functions that seal or open one have it. */
  SECRETS_KEY: z.string().min(32).optional(),
  WEBSOCKET_ENDPOINT: name.optional(),
  /** embedded | bedrock:<model id> | openai-compatible:<model> */
  MODEL: name.default('embedded'),
  MODEL_BASE_URL: optionalUrl,
  MODEL_API_KEY: optionalText,
  /** Of Bedrock's own, in place of signatures made with the role's credentials. */
  AWS_BEARER_TOKEN_BEDROCK: optionalText,
  /** Set by Lambda. */
  AWS_REGION: name.optional(),
  GEOCODER: z.enum(['gazetteer', 'amazon-location']).default('gazetteer'),
  LANGUAGE_SERVICE: z.enum(['embedded', 'comprehend']).default('embedded'),
  WEB_SEARCH_URL: optionalUrl,
  WEB_SEARCH_API_KEY: optionalText,
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info'),
});
export type Env = z.infer<typeof schema>;

/** A variable that only some functions have. Throws naming it where it is missing. */
export function required<Name extends keyof Env>(env: Env, name: Name): NonNullable<Env[Name]> {
  const value = env[name];
  if (value === undefined) throw new Error(`The environment of this function lacks ${name}.`);
  return value;
}

/** Parsed, frozen environment. Throws naming every variable that is missing or wrong, and what is wrong with it. */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const parsed = schema.safeParse(source);
  if (parsed.success) return Object.freeze(parsed.data);
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Error(`The environment is incomplete: ${problems.join('; ')}`);
}
