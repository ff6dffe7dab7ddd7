import { createSign, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Outputs } from '../../lib/local/outputs.ts';

const localKeys = resolve(
  import.meta.dirname,
  '../../node_modules/cognito-local/lib/keys/cognitoLocal.private.json',
);
type Key = Parameters<ReturnType<typeof createSign>['sign']>[0];
const encode = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** Tokens that the local Cognito could have issued, and such as it never would. */
export function makeTokens({ cognitoEndpoint, userPoolId, userPoolClientId }: Outputs) {
  const { pem } = JSON.parse(readFileSync(localKeys, 'utf8')) as { pem: string };
  const foreignKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

  /** The claims of an administrator's ID token, good for ten minutes. */
  const claims = (overrides: object = {}): object => {
    const now = Math.floor(Date.now() / 1_000);
    return {
      iss: `${cognitoEndpoint}/${userPoolId}`,
      aud: userPoolClientId,
      sub: 'u1',
      token_use: 'id',
      'custom:tenant_id': 'riverside',
      'cognito:groups': ['admin'],
      iat: now,
      exp: now + 600,
      ...overrides,
    };
  };
  const sign = (payload: object, key: Key = pem): string => {
    const content = `${encode({ alg: 'RS256', kid: 'CognitoLocal' })}.${encode(payload)}`;
    return `${content}.${createSign('RSA-SHA256').update(content).sign(key, 'base64url')}`;
  };
  const unsigned = (): string => `${encode({ alg: 'none' })}.${encode(claims())}.`;

  return {
    claims,
    sign,
    /** The ID token of somebody who needs no account. */
    of: (tenantId: string, role: string, sub = `${role}-of-${tenantId}`): string =>
      sign(claims({ sub, 'custom:tenant_id': tenantId, 'cognito:groups': [role] })),
    /** Values of the Authorization header that let nobody in, by what is wrong with them. */
    bad: (): Readonly<Record<string, string | undefined>> => ({
      'no token': undefined,
      'an empty token': 'Bearer ',
      'another scheme': 'Basic dXNlcjpwYXNz',
      'no scheme': sign(claims()),
      'what is no token': 'Bearer not.a.token',
      'an expired token': `Bearer ${sign(claims({ exp: 1 }))}`,
      'an unsigned token': `Bearer ${unsigned()}`,
      'a token of another key': `Bearer ${sign(claims(), foreignKey)}`,
      'a token of another issuer': `Bearer ${sign(claims({ iss: 'https://elsewhere.example' }))}`,
      'a token for another client': `Bearer ${sign(claims({ aud: 'other' }))}`,
    }),
  };
}
export type Tokens = ReturnType<typeof makeTokens>;
