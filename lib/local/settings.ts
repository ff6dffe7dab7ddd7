import { resolve } from 'node:path';
import * as z from 'zod';

const port = z.int().min(1).max(65_535);

/** `custom.local` of serverless.yml: what the local stack stands in for, under the very names the functions use. */
const customLocal = z.strictObject({
  stateDir: z.string(),
  ports: z.strictObject({
    http: port,
    websocket: port,
    lambda: port,
    dynamodb: port,
    rdsData: port,
    cognito: port,
    s3: port,
  }),
  database: z.strictObject({ name: z.string(), clusterArn: z.string(), secretArn: z.string() }),
  userPool: z.strictObject({ id: z.string(), clientId: z.string() }),
  buckets: z.array(z.string()),
  functions: z.strictObject({ initialise: z.string(), seed: z.string() }),
  /** Values of `provider.environment` that only CloudFormation knows on AWS. */
  environment: z.record(z.string(), z.string()).default({}),
});

export type PortName = keyof z.infer<typeof customLocal>['ports'];

export interface LocalSettings extends z.infer<typeof customLocal> {
  /** Absolute. */
  readonly stateDir: string;
  readonly region: string;
  /** Of any PostgreSQL that takes PGlite's place. */
  readonly postgresUrl?: string;
  /** How many calls the database answers with `DatabaseResumingException` first. */
  readonly resumingCalls: number;
  /** Whether a changed source file is bundled again while the stack runs. */
  readonly watch: boolean;
}

interface Source {
  readonly custom: unknown;
  readonly serviceDir: string;
  readonly region: string;
  readonly environment: NodeJS.ProcessEnv;
}

const wholeNumber = (name: string, text: string | undefined): number => {
  if (text === undefined || text === '') return 0;
  if (!/^\d+$/.test(text)) throw new Error(`${name} must be a whole number, not "${text}".`);
  return Number(text);
};

/**
 * Reads `custom.local` and the switches of the environment: `DOMAINFLOW_STATE_DIR` (another state),
 * `DOMAINFLOW_PORT_OFFSET` (added to every port), `DOMAINFLOW_PG_URL` (a PostgreSQL in place of PGlite),
 * `DOMAINFLOW_RESUMING_CALLS` and `DOMAINFLOW_WATCH=off`. Throws naming what is wrong.
 */
export const readSettings = ({ custom, serviceDir, region, environment }: Source): LocalSettings => {
  const parsed = customLocal.safeParse(custom);
  if (!parsed.success) throw new Error(`custom.local in serverless.yml: ${z.prettifyError(parsed.error)}`);
  const offset = wholeNumber('DOMAINFLOW_PORT_OFFSET', environment['DOMAINFLOW_PORT_OFFSET']);
  const postgresUrl = environment['DOMAINFLOW_PG_URL'];
  const ports = Object.fromEntries(
    Object.entries(parsed.data.ports).map(([name, base]) => [name, base + offset]),
  );
  return {
    ...parsed.data,
    stateDir: resolve(serviceDir, environment['DOMAINFLOW_STATE_DIR'] ?? parsed.data.stateDir),
    ports: ports as LocalSettings['ports'],
    region,
    ...(postgresUrl ? { postgresUrl } : {}),
    resumingCalls: wholeNumber('DOMAINFLOW_RESUMING_CALLS', environment['DOMAINFLOW_RESUMING_CALLS']),
    watch: environment['DOMAINFLOW_WATCH'] !== 'off',
  };
};

export const localUrl = (listeningPort: number): string => `http://127.0.0.1:${listeningPort}`;

/** The issuer of the local tokens, as cognito-local writes it into `iss`. */
export const issuer = (settings: LocalSettings): string =>
  `${localUrl(settings.ports.cognito)}/${settings.userPool.id}`;
