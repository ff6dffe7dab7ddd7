/** `npm run create-user -- --email <email> --tenant <tenant>`: see the usage below. */
import { readFileSync } from 'node:fs';
import * as z from 'zod';
import { checkPlace, command, UsageError } from './deploy/command-line.ts';
import { stackOutputs } from './deploy/stack.ts';
import { putUser, type Pool } from './deploy/users.ts';

const usage = `Usage: npm run create-user -- --email <email> --tenant <tenant> (--stage <stage> | --outputs <file>)
                             [--group admin|analyst|member] [--password <password>] [--region <region>]

Creates a user of a tenant, or moves an existing one there. Prints the password when it made one.

  --email <email>      what the user signs in with
  --tenant <tenant>    the tenant's id; it comes into being with its first user's first request
  --group <group>      default member
  --password <text>    at least 12 characters with lower case, upper case and a digit; made up where it is left out
  --stage <stage>      of the deployed stack
  --outputs <file>     for example .local/outputs.json, for the local stack
  --region <region>    default us-east-1
  --help               this text`;

const outputsFile = z.object({
  userPoolId: z.string(),
  region: z.string(),
  cognitoEndpoint: z.url().optional(),
});

async function poolOf(stage: string | undefined, outputs: string | undefined, region: string): Promise<Pool> {
  if (outputs !== undefined) {
    const { cognitoEndpoint, ...pool } = outputsFile.parse(JSON.parse(readFileSync(outputs, 'utf8')));
    return cognitoEndpoint === undefined ? pool : { ...pool, endpoint: cognitoEndpoint };
  }
  const { userPoolId = '' } = await stackOutputs(stage ?? '', region);
  return { userPoolId, region };
}

const options = {
  email: { type: 'string' },
  tenant: { type: 'string' },
  group: { type: 'string', default: 'member' },
  password: { type: 'string' },
  stage: { type: 'string' },
  outputs: { type: 'string' },
  region: { type: 'string', default: 'us-east-1' },
} as const;
const groups = ['admin', 'analyst', 'member'];

await command(usage, options, async ({ email, tenant, group, password, stage, outputs, region }) => {
  if (email === undefined || tenant === undefined)
    throw new UsageError('Who, and of which tenant? Say --email and --tenant.');
  if ((stage ?? outputs) === undefined) throw new UsageError('Where? Say --stage or --outputs.');
  if (!groups.includes(group)) throw new UsageError(`"${group}" is none of the groups ${groups.join(', ')}.`);
  checkPlace(stage, region);
  const user = {
    username: email,
    tenantId: tenant,
    groups: [group],
    ...(password === undefined ? {} : { password }),
  };
  const result = await putUser(await poolOf(stage, outputs, region), user);
  console.log(`${email} is ${group} of ${tenant}${result.created ? '' : ' (the user existed)'}.`);
  if (password === undefined) console.log(`Password: ${result.password}`);
  return true;
});
