import { createSign, generateKeyPairSync } from 'node:crypto';
import { createServer } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeJwtVerifier, toGatewayClaims } from '../../../lib/local/jwt-verifier.ts';

const trusted = generateKeyPairSync('rsa', { modulusLength: 2048 });
const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 });
const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
const now = () => Math.floor(Date.now() / 1000);

describe('makeJwtVerifier', () => {
  let keys: Server;
  let issuer: string;
  let verify: ReturnType<typeof makeJwtVerifier>;

  beforeAll(async () => {
    const jwk = { ...trusted.publicKey.export({ format: 'jwk' }), kid: 'k1', alg: 'RS256', use: 'sig' };
    keys = createServer((_, response) => response.end(JSON.stringify({ keys: [jwk] })));
    await new Promise<void>((resolve) => keys.listen(0, '127.0.0.1', resolve));
    issuer = `http://127.0.0.1:${(keys.address() as AddressInfo).port}/pool`;
    verify = makeJwtVerifier({ issuer, clientId: 'client', jwksUri: `${issuer}/.well-known/jwks.json` });
  });
  afterAll(() => {
    keys.close();
  });

  const claims = (overrides: object = {}) => ({
    iss: issuer,
    aud: 'client',
    sub: 'u1',
    token_use: 'id',
    exp: now() + 60,
    iat: now(),
    ...overrides,
  });
  const sign = (payload: object, { key = trusted.privateKey, header = {} } = {}) => {
    const content = `${encode({ alg: 'RS256', typ: 'JWT', kid: 'k1', ...header })}.${encode(payload)}`;
    return `${content}.${createSign('RSA-SHA256').update(content).sign(key, 'base64url')}`;
  };

  it('accepts an ID token and an access token of the client', async () => {
    await expect(verify(sign(claims()))).resolves.toMatchObject({ sub: 'u1' });
    const access = claims({ aud: undefined, client_id: 'client', token_use: 'access' });
    await expect(verify(sign(access))).resolves.toMatchObject({ sub: 'u1' });
  });

  it.each<[string, () => string]>([
    ['an expired token', () => sign(claims({ exp: now() - 60 }))],
    ['a token that is not valid yet', () => sign(claims({ nbf: now() + 600 }))],
    ['a token of another key', () => sign(claims(), { key: foreign.privateKey })],
    ['a token with an unknown key id', () => sign(claims(), { header: { kid: 'k2' } })],
    ['a token of another issuer', () => sign(claims({ iss: 'http://127.0.0.1:1/pool' }))],
    ['a token for another client', () => sign(claims({ aud: 'other' }))],
    [
      'an access token for another client',
      () => sign(claims({ aud: undefined, client_id: 'other', token_use: 'access' })),
    ],
    ['a token without a client', () => sign(claims({ aud: undefined }))],
    ['a token of another use', () => sign(claims({ token_use: 'refresh' }))],
    ['an unsigned token', () => `${encode({ alg: 'none', kid: 'k1' })}.${encode(claims())}.`],
    [
      'a token whose content was changed',
      () => sign(claims()).replace(/\.[^.]+\./, `.${encode(claims({ sub: 'u2' }))}.`),
    ],
    ['what is no token', () => 'a.b.c'],
  ])('refuses %s', async (_, token) => {
    await expect(verify(token())).resolves.toBeUndefined();
  });
});

describe('toGatewayClaims', () => {
  it('turns claims into text as API Gateway does', () => {
    expect(
      toGatewayClaims({
        sub: 'u1',
        exp: 1700000000,
        email_verified: true,
        'cognito:groups': ['admin', 'analyst'],
      }),
    ).toEqual({ sub: 'u1', exp: '1700000000', email_verified: 'true', 'cognito:groups': '[admin analyst]' });
  });
});
