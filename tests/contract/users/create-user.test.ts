import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CognitoIdentityProviderClient,
  InitiateAuthCommand,
} from '@aws-sdk/client-cognito-identity-provider';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Close } from '../../../lib/local/backends/backend.ts';
import { start } from '../../../lib/local/backends/cognito.ts';
import type { LocalSettings } from '../../../lib/local/settings.ts';
import { putUser } from '../../../scripts/deploy/users.ts';

const region = 'us-east-1';
const userPoolId = 'us-east-1_domainflow';
const clientId = 'domainflowlocal';
const port = 34_771;
const endpoint = `http://127.0.0.1:${port}`;
const pool = { userPoolId, region, endpoint };

let stateDir: string;
let close: Close;
beforeAll(async () => {
  process.env['AWS_ACCESS_KEY_ID'] = 'local';
  process.env['AWS_SECRET_ACCESS_KEY'] = 'local';
  stateDir = mkdtempSync(join(tmpdir(), 'users-'));
  const settings = { stateDir, region, ports: { cognito: port }, userPool: { id: userPoolId, clientId } };
  close = await start(settings as unknown as LocalSettings);
});
afterAll(async () => {
  await close();
  rmSync(stateDir, { recursive: true, force: true });
});

async function signIn(username: string, password: string): Promise<Record<string, unknown>> {
  const client = new CognitoIdentityProviderClient({ region, endpoint });
  const { AuthenticationResult } = await client.send(
    new InitiateAuthCommand({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: clientId,
      AuthParameters: { USERNAME: username, PASSWORD: password },
    }),
  );
  const payload = AuthenticationResult?.IdToken?.split('.')[1] ?? '';
  return JSON.parse(Buffer.from(payload, 'base64url').toString()) as Record<string, unknown>;
}

describe('a user made with create-user', () => {
  const username = 'new@acme.example';

  it('signs in with the password that was made up, in the tenant and group given', async () => {
    const { created, password } = await putUser(pool, { username, tenantId: 'acme', groups: ['admin'] });
    expect(created).toBe(true);
    expect(await signIn(username, password)).toMatchObject({
      'custom:tenant_id': 'acme',
      'cognito:groups': ['admin'],
      email: username,
    });
  });

  it('is moved by a second run: tenant, groups and password are the new ones', async () => {
    const user = { username, tenantId: 'globex', groups: ['member'], password: 'Another-password-1' };
    expect((await putUser(pool, user)).created).toBe(false);
    expect(await signIn(username, user.password)).toMatchObject({
      'custom:tenant_id': 'globex',
      'cognito:groups': ['member'],
    });
  });
});
