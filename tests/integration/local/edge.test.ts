import { createSign, generateKeyPairSync } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { startLocalStack } from '../../support/local-stack.ts';
import type { TestStack } from '../../support/local-stack.ts';

/** The gateway in front of the functions, asked over HTTP: every route of serverless.yml, every kind of bad token. */
interface Route {
  readonly method: string;
  readonly path: string;
  readonly authorizer?: unknown;
}
const root = resolve(import.meta.dirname, '../../..');
const localKeys = join(root, 'node_modules/cognito-local/lib/keys/cognitoLocal.private.json');
const privateKey = JSON.parse(readFileSync(localKeys, 'utf8')) as { pem: string };
const ignoreTags = ['!Ref', '!Sub', '!GetAtt', '!Select', '!GetAZs', '!Join', '!If'].map((tag) => ({
  tag,
  resolve: (value: unknown) => value,
}));
const configuration = parse(readFileSync(join(root, 'serverless.yml'), 'utf8'), {
  customTags: ignoreTags,
  merge: true,
}) as {
  functions: Record<string, { events?: { httpApi?: Route }[] }>;
};
const routes = Object.values(configuration.functions)
  .flatMap(({ events }) => events ?? [])
  .flatMap(({ httpApi }) => (httpApi ? [httpApi] : []))
  .map((route) => ({
    ...route,
    method: route.method === '*' ? 'PATCH' : route.method,
    path: route.path.replace('{proxy+}', 'no/such/route').replaceAll(/\{\w+\}/g, 'anything'),
  }));
const open = routes.filter(({ authorizer }) => authorizer === undefined);
const closed = routes.filter(({ authorizer }) => authorizer !== undefined);

let stack: TestStack;
beforeAll(async () => {
  stack = await startLocalStack();
}, 180_000);
afterAll(() => stack.stop());

const foreign = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;
const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
const claims = (overrides: object = {}) => {
  const { cognitoEndpoint, userPoolId, userPoolClientId } = stack.outputs;
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: `${cognitoEndpoint}/${userPoolId}`,
    aud: userPoolClientId,
    sub: 'u1',
    token_use: 'id',
    'custom:tenant_id': 'riverside',
    'cognito:groups': ['admin'],
    iat: now,
    exp: now + 60,
    ...overrides,
  };
};
const sign = (
  payload: object,
  key: Parameters<ReturnType<typeof createSign>['sign']>[0] = privateKey.pem,
) => {
  const content = `${encode({ alg: 'RS256', kid: 'CognitoLocal' })}.${encode(payload)}`;
  return `${content}.${createSign('RSA-SHA256').update(content).sign(key, 'base64url')}`;
};
const bad: readonly (readonly [string, () => string | undefined])[] = [
  ['no token', () => undefined],
  ['an empty token', () => 'Bearer '],
  ['another scheme', () => 'Basic dXNlcjpwYXNz'],
  ['no scheme', () => sign(claims())],
  ['what is no token', () => 'Bearer not.a.token'],
  ['an expired token', () => `Bearer ${sign(claims({ exp: 1 }))}`],
  ['an unsigned token', () => `Bearer ${encode({ alg: 'none' })}.${encode(claims())}.`],
  ['a token of another key', () => `Bearer ${sign(claims(), foreign)}`],
  ['a token of another issuer', () => `Bearer ${sign(claims({ iss: 'https://elsewhere.example' }))}`],
  ['a token for another client', () => `Bearer ${sign(claims({ aud: 'other' }))}`],
];

const send = (route: Pick<Route, 'method' | 'path'>, authorization: string | undefined, extra: object = {}) =>
  fetch(`${stack.outputs.apiUrl}${route.path}`, {
    method: route.method,
    headers: { ...(authorization === undefined ? {} : { authorization }), ...extra },
    signal: AbortSignal.timeout(10_000),
  });

describe('protected routes', () => {
  it('are all but the public two', () => {
    expect(closed.length).toBeGreaterThan(10);
    for (const { path } of open)
      expect(['/api/v1/health', '/api/v1/openapi.json', '/api/v1/docs']).toContain(path);
  });

  it.each(bad)('answer 401 in the error envelope to %s', async (_, token) => {
    const authorization = token();
    const answers = await Promise.all(
      closed.map(async (route) => ({ route, response: await send(route, authorization) })),
    );
    expect(answers.filter(({ response }) => response.status !== 401).map(({ route }) => route)).toEqual([]);
    expect(await answers[0]!.response.json()).toEqual({
      error: expect.any(String),
      error_code: 'UNAUTHORIZED',
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
      request_id: expect.any(String),
      message: 'Unauthorized',
    });
  });

  it('accept a token that differs from the bad ones in nothing else', async () => {
    const agents = { method: 'GET', path: '/api/v1/agents' };
    expect((await send(agents, `Bearer ${sign(claims())}`)).status).toBe(200);
  });

  it('take nobody for whom a header of the emulator says they are', async () => {
    const claimed = JSON.stringify({ jwt: { claims: claims({ 'custom:tenant_id': 'hillcrest' }) } });
    const agents = { method: 'GET', path: '/api/v1/agents' };
    expect((await send(agents, undefined, { 'sls-offline-authorizer-override': claimed })).status).toBe(401);
  });
});

describe('the gateway', () => {
  it('serves public routes without a token and with a bad one', async () => {
    const health = { method: 'GET', path: '/api/v1/health' };
    expect((await send(health, undefined)).status).toBe(200);
    expect((await send(health, 'Bearer not.a.token')).status).toBe(200);
  });

  it('answers preflights itself', async () => {
    const response = await fetch(`${stack.outputs.apiUrl}/api/v1/agents`, {
      method: 'OPTIONS',
      headers: { origin: 'https://app.example', 'access-control-request-method': 'POST' },
    });
    expect(response.status).toBe(204);
    expect(response.headers.get('access-control-allow-origin')).toBe('https://app.example');
    expect(response.headers.get('access-control-allow-methods')).toContain('POST');
    expect(response.headers.get('access-control-allow-headers')).toContain('authorization');
  });

  it('hands unknown routes to the functions, which answer 404 in the envelope', async () => {
    const response = await send({ method: 'GET', path: '/api/v1/no/such/route' }, `Bearer ${sign(claims())}`);
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      error_code: expect.any(String),
      request_id: expect.any(String),
    });
  });

  it('refuses a body of more than 10 MB', async () => {
    const response = await fetch(`${stack.outputs.apiUrl}/api/v1/agents`, {
      method: 'POST',
      headers: { authorization: `Bearer ${sign(claims())}`, 'content-type': 'application/json' },
      body: 'x'.repeat(11 * 1024 * 1024),
    });
    expect(response.status).toBe(413);
  }, 10_000);

  it('gives every request an id of its own', async () => {
    const ask = () => send({ method: 'GET', path: '/api/v1/no/such/route' }, `Bearer ${sign(claims())}`);
    const bodies = await Promise.all((await Promise.all([ask(), ask()])).map((response) => response.json()));
    const ids = bodies.map((body) => (body as { request_id: string }).request_id);
    expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(ids[1]).not.toBe(ids[0]);
  });
});
