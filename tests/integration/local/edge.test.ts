import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { startLocalStack } from '../../support/local-stack.ts';
import type { TestStack } from '../../support/local-stack.ts';
import { makeTokens, type Tokens } from '../../support/tokens.ts';

/** The gateway in front of the functions, asked over HTTP: every route of serverless.yml, every kind of bad token. */
interface Route {
  readonly method: string;
  readonly path: string;
  readonly authorizer?: unknown;
}
const root = resolve(import.meta.dirname, '../../..');
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
let tokens: Tokens;
const good = (): string => `Bearer ${tokens.sign(tokens.claims())}`;
beforeAll(async () => {
  stack = await startLocalStack();
  tokens = makeTokens(stack.outputs);
}, 180_000);
afterAll(() => stack.stop());

const send = (route: Pick<Route, 'method' | 'path'>, authorization: string | undefined, extra: object = {}) =>
  fetch(`${stack.outputs.apiUrl}${route.path}`, {
    method: route.method,
    headers: { ...(authorization === undefined ? {} : { authorization }), ...extra },
    signal: AbortSignal.timeout(20_000),
  });

describe('protected routes', () => {
  it('are all but the public two', () => {
    expect(closed.length).toBeGreaterThan(10);
    for (const { path } of open)
      expect(['/api/v1/health', '/api/v1/openapi.json', '/api/v1/docs']).toContain(path);
  });

  it('answer 401 in the error envelope to each of ten kinds of bad tokens', async () => {
    const kinds = Object.entries(tokens.bad());
    const wrong: unknown[] = [];
    for (const [kind, authorization] of kinds) {
      const answers = await Promise.all(closed.map((route) => send(route, authorization)));
      answers.forEach(
        ({ status }, index) => status === 401 || wrong.push({ kind, status, ...closed[index] }),
      );
      expect(await answers[0]!.json()).toEqual({
        error: expect.any(String),
        error_code: 'UNAUTHORIZED',
        timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
        request_id: expect.any(String),
        message: 'Unauthorized',
      });
    }

    expect(kinds).toHaveLength(10);
    expect(wrong).toEqual([]);
  }, 60_000);

  it('know an administrator by a token that differs from the bad ones in nothing else', async () => {
    // One after the other: the first request to each function starts it.
    const statuses: number[] = [];
    for (const route of closed) statuses.push((await send(route, good())).status);
    const wrong = closed.filter(
      (_, index) => [401, 403].includes(statuses[index]!) || statuses[index]! >= 500,
    );

    expect(wrong).toEqual([]);
  }, 60_000);

  it('take nobody for whom a header of the emulator says they are', async () => {
    const claimed = JSON.stringify({ jwt: { claims: tokens.claims({ 'custom:tenant_id': 'hillcrest' }) } });
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
    const response = await send({ method: 'GET', path: '/api/v1/no/such/route' }, good());
    expect(response.status).toBe(404);
    expect(await response.json()).toMatchObject({
      error_code: expect.any(String),
      request_id: expect.any(String),
    });
  });

  it('refuses a body of more than 10 MB', async () => {
    const response = await fetch(`${stack.outputs.apiUrl}/api/v1/agents`, {
      method: 'POST',
      headers: { authorization: good(), 'content-type': 'application/json' },
      body: 'x'.repeat(11 * 1024 * 1024),
    });
    expect(response.status).toBe(413);
  }, 10_000);

  it('gives every request an id of its own', async () => {
    const ask = () => send({ method: 'GET', path: '/api/v1/no/such/route' }, good());
    const bodies = await Promise.all((await Promise.all([ask(), ask()])).map((response) => response.json()));
    const ids = bodies.map((body) => (body as { request_id: string }).request_id);
    expect(ids[0]).toMatch(/^[0-9a-f-]{36}$/);
    expect(ids[1]).not.toBe(ids[0]);
  });
});
