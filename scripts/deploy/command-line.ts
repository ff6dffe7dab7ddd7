import { parseArgs, type ParseArgsConfig } from 'node:util';

type Options = NonNullable<ParseArgsConfig['options']>;
type Values<T extends Options> = ReturnType<
  typeof parseArgs<{ options: T; strict: true; allowPositionals: false }>
>['values'];

/** An argument that no stack can have been named after: what API Gateway and bucket names allow. */
const stageName = /^[a-z][a-z0-9-]{0,19}$/;
const regionName = /^[a-z]{2}(?:-[a-z]+)+-\d$/;

/** A wrong command line; the usage is shown with the message. */
export class UsageError extends Error {}

/** Throws UsageError for a stage or a region that cannot be one. */
export function checkPlace(stage: string | undefined, region: string): void {
  if (stage !== undefined && !stageName.test(stage)) {
    throw new UsageError(
      `"${stage}" cannot be a stage: at most 20 lower-case letters, digits and hyphens, a letter first.`,
    );
  }
  if (!regionName.test(region))
    throw new UsageError(`"${region}" is not an AWS region, for example eu-central-1.`);
}

const parsed = <T extends Options>(options: T): Values<T> => {
  try {
    return parseArgs({ options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError((error as Error).message, { cause: error });
  }
};

/** What an operator can do about the errors that AWS and this machine answer with. */
function reasonOf(error: unknown): string {
  const { name, message } = error as Error;
  if (name === 'CredentialsProviderError') {
    return `There are no AWS credentials: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or sign in with aws sso login. (${message})`;
  }
  return message === '' ? String(error) : message;
}

/**
 * Runs a command with its options. Sets the exit code: 0 when it answers true or nothing, 1 when it answers false or fails,
 * saying why in one line, 2 with the usage for a wrong command line.
 */
export async function command<T extends Options>(
  usage: string,
  options: T,
  run: (values: Values<T>) => Promise<boolean | undefined>,
): Promise<void> {
  try {
    const values: Record<string, unknown> = parsed({ ...options, help: { type: 'boolean', default: false } });
    if (values['help'] === true) console.log(usage);
    else process.exitCode = (await run(values as Values<T>)) === false ? 1 : 0;
  } catch (error) {
    const isUsage = error instanceof UsageError;
    console.error(isUsage ? `${error.message}\n\n${usage}` : `FAILED  ${reasonOf(error)}`);
    process.exitCode = isUsage ? 2 : 1;
  }
}
