import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { stackOutputs } from './stack.ts';
import { putUser, type NewUser } from './users.ts';

/** Two tenants that nobody works in, so that verifying a stage touches no one's data. */
const verificationUsers: readonly NewUser[] = [
  { username: 'admin@verify-a.example', tenantId: 'verify-a', groups: ['admin'] },
  { username: 'member@verify-a.example', tenantId: 'verify-a', groups: ['member'] },
  { username: 'admin@verify-b.example', tenantId: 'verify-b', groups: ['admin'] },
];

/**
 * Gives the verification users new passwords and writes what the acceptance suite needs to know of the stage into
 * `outputs.json` beside its package: the fields of the local stack's file, with real endpoints.
 */
export async function writeVerificationOutputs(
  stage: string,
  region: string,
  directory: string,
): Promise<string> {
  const outputs = await stackOutputs(stage, region);
  const users = [];
  for (const user of verificationUsers) {
    const { password } = await putUser({ userPoolId: outputs['userPoolId'] ?? '', region }, user);
    users.push({ ...user, password });
  }
  const file = join(directory, 'outputs.json');
  writeFileSync(file, `${JSON.stringify({ ...outputs, users }, null, 2)}\n`, { mode: 0o600 });
  return file;
}
