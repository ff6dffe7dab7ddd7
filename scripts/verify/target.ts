import { existsSync, readFileSync } from 'node:fs';
import * as z from 'zod';
import type { Target } from '../../tests/acceptance/runner.ts';
import { signIn } from '../client/client.ts';

export interface TargetOptions {
  url?: string | undefined;
  outputs?: string | undefined;
  user?: string | undefined;
  password?: string | undefined;
  token?: string | undefined;
  clientId?: string | undefined;
  region?: string | undefined;
}

/** What `.local/outputs.json` and the outputs of a deployed stack have in common; only the former names users. */
const outputsSchema = z.object({
  apiUrl: z.string(),
  region: z.string().optional(),
  cognitoEndpoint: z.string().optional(),
  userPoolClientId: z.string().optional(),
  users: z
    .array(
      z.object({
        username: z.string(),
        password: z.string(),
        tenantId: z.string(),
        groups: z.array(z.string()),
      }),
    )
    .default([]),
});
type Outputs = z.output<typeof outputsSchema>;
type User = Outputs['users'][number];

const isAdmin = ({ groups }: User): boolean => groups.includes('admin');

const groupsIn = (token: string): string[] => {
  try {
    const claims = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) as {
      'cognito:groups'?: string[];
    };
    return claims['cognito:groups'] ?? [];
  } catch {
    throw new Error('--token is no JSON Web Token.');
  }
};

async function tokenOf(outputs: Outputs, username: string, password: string): Promise<string> {
  const { userPoolClientId, region } = outputs;
  const cognitoEndpoint =
    outputs.cognitoEndpoint ?? `https://cognito-idp.${region ?? 'us-east-1'}.amazonaws.com`;
  if (userPoolClientId === undefined)
    throw new Error('The outputs name no userPoolClientId; give --token instead.');
  return signIn({ cognitoEndpoint, userPoolClientId, username, password }).catch((cause: unknown) => {
    if (!(cause instanceof TypeError)) throw cause;
    throw new Error(`The user pool does not answer at ${cognitoEndpoint}.`, { cause });
  });
}

function chosenUser(
  outputs: Outputs,
  { user, password }: TargetOptions,
): { username: string; password: string } {
  if (user !== undefined && password !== undefined) return { username: user, password };
  const known = outputs.users.find((one) => (user === undefined ? isAdmin(one) : one.username === user));
  if (known === undefined)
    throw new Error(
      `${user === undefined ? 'The outputs name no user' : `The outputs do not name ${user}`}: give --user and --password, or --token.`,
    );
  return known;
}

function outputsIn(file: string, isDefault: boolean): Outputs {
  if (!existsSync(file)) {
    const hint = isDefault
      ? ' Start a local stack (npm start), or name the instance: --outputs <file>, or --url with --token, or --url with --client-id, --user and --password.'
      : '';
    throw new Error(`There is no file ${file}.${hint}`);
  }
  const parsed = z
    .preprocess((text) => parsedJson(String(text)), outputsSchema)
    .safeParse(readFileSync(file, 'utf8'));
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    ({ path, message }) => `${path.join('.') || 'the file'}: ${message}`,
  );
  throw new Error(`${file} holds no outputs of a stack (${problems.join('; ')}).`);
}

const parsedJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

function readOutputs({ url, clientId, region, outputs }: TargetOptions): Outputs {
  if (url !== undefined && clientId !== undefined) {
    return { apiUrl: url, userPoolClientId: clientId, region, users: [] };
  }
  return outputsIn(outputs ?? '.local/outputs.json', outputs === undefined);
}

async function assertAnswers(baseUrl: string): Promise<void> {
  const health = `${baseUrl.replace(/\/+$/, '').replace(/\/api\/v1$/, '')}/api/v1/health`;
  const response = await fetch(health, { signal: AbortSignal.timeout(15_000) }).catch(() => undefined);
  if (response === undefined) throw new Error(`Nothing answers at ${health}.`);
  if (!/"checks"/.test(await response.text())) throw new Error(`What answers at ${health} is not this API.`);
}

/** Where to verify, as whom. Throws, saying what is missing. */
export async function targetOf(options: TargetOptions): Promise<Target & { user: string }> {
  if (options.url !== undefined && !/^https?:\/\//.test(options.url))
    throw new Error(`--url takes the address of an API, as in https://api.example.com; not ${options.url}.`);
  const target = await chosenTarget(options);
  await assertAnswers(target.baseUrl);
  return target;
}

async function chosenTarget(options: TargetOptions): Promise<Target & { user: string }> {
  if (options.token !== undefined && options.url !== undefined) {
    const admin = groupsIn(options.token).includes('admin');
    return { baseUrl: options.url, token: options.token, isAdmin: admin, user: 'a token' };
  }
  const outputs = readOutputs(options);
  const user = chosenUser(outputs, options);
  const token = await tokenOf(outputs, user.username, user.password);
  const own = outputs.users.find(({ username }) => username === user.username);
  const other = outputs.users.find(({ tenantId }) => own !== undefined && tenantId !== own.tenantId);
  return {
    baseUrl: options.url ?? outputs.apiUrl,
    token,
    isAdmin: groupsIn(token).includes('admin'),
    user: user.username,
    ...(other !== undefined && { foreignToken: await tokenOf(outputs, other.username, other.password) }),
  };
}
