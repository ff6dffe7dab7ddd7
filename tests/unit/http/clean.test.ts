import { describe, expect, it } from '@jest/globals';
import { MAX_DEPTH, uncleanParts } from '../../../lib/http/clean.ts';
import { noRoute } from '../../../lib/http/fallback.ts';
import { toErrorResponse } from '../../../lib/http/errors.ts';
import { expiryOf, toPrincipal } from '../../../lib/http/principal.ts';
import { AppError } from '../../../lib/errors.ts';

describe('what no store can hold', () => {
  it.each([
    [{ a: ['x', 'nul\0'] }, '$.a[1]'],
    [{ a: { b: '\ud800' } }, '$.a.b'],
    [{ 'bad\0key': 1 }, '$'],
    [{ location: { coordinates: [5e-324, 1] } }, '$.location.coordinates[0]'],
    [{ a: -1e308 }, '$.a'],
  ])('finds it in %j', (value, path) => {
    expect(uncleanParts(value, '$').map((problem) => problem.path)).toEqual([path]);
  });

  it('lets ordinary text of any script through', () => {
    expect(
      uncleanParts({ a: 'Straße 東京 😀 \n\t', b: [1, null, true, 0, -0.1, 2 ** 80, 1e-20] }, '$'),
    ).toEqual([]);
  });

  it('refuses bottomless nesting without exhausting the stack', () => {
    const deep = JSON.parse('['.repeat(100_000) + ']'.repeat(100_000)) as unknown;

    expect(uncleanParts(deep, '$')[0]?.message).toBe(`nested deeper than ${MAX_DEPTH} levels`);
  });
});

describe('a request that no route matches', () => {
  it('is not allowed on a path that other methods know', () => {
    expect(noRoute('PATCH', '/api/v1/agents/a1')).toMatchObject({
      code: 'METHOD_NOT_ALLOWED',
      data: { allow: ['DELETE', 'GET', 'PUT'] },
    });
  });

  it.each(['/api/v1/nowhere', '/api/v1/agents/a/b/c/d', '/api/v1/openapiXjson'])(
    'is not found at %s',
    (path) => {
      expect(noRoute('GET', path).code).toBe('NOT_FOUND');
    },
  );
});

describe('the error envelope', () => {
  const now = new Date('2026-11-23T00:00:00.000Z');

  it('says nothing of an unexpected error', () => {
    const { statusCode, body } = toErrorResponse(new Error('select * from secrets'), 'r1', now);

    expect(statusCode).toBe(500);
    expect(body).not.toContain('secrets');
    expect(JSON.parse(body)).toMatchObject({
      error_code: 'INTERNAL',
      request_id: 'r1',
      timestamp: now.toISOString(),
    });
  });

  it('says when to come back', () => {
    const { statusCode, headers } = toErrorResponse(
      new AppError('RATE_LIMITED', 'x', { retryAfter: 12.3 }),
      'r',
      now,
    );

    expect([statusCode, headers['retry-after']]).toEqual([429, '13']);
  });
});

describe('the principal of verified claims', () => {
  const claims = { sub: 'u1', 'custom:tenant_id': 'riverside', 'cognito:username': 'sam' };

  it.each([
    [undefined, 'member'],
    ['[admin]', 'admin'],
    ['[member analyst]', 'analyst'],
    [['analyst', 'admin'], 'admin'],
    ['[administrator]', 'member'],
  ])('has the strongest role of the groups %j', (groups, role) => {
    expect(toPrincipal({ ...claims, 'cognito:groups': groups }).role).toBe(role);
  });

  it.each([
    [undefined, 'UNAUTHORIZED'],
    [{ 'custom:tenant_id': 'riverside' }, 'UNAUTHORIZED'],
    [{ sub: 'u1' }, 'NO_TENANT'],
    [{ sub: 'u1', 'custom:tenant_id': '  ' }, 'NO_TENANT'],
  ])('is refused for %j', (given, code) => {
    expect(() => toPrincipal(given)).toThrow(expect.objectContaining({ code }));
  });

  it('ends when its token does, and at once when that does not say', () => {
    expect(expiryOf({ exp: '1700000000' }).toISOString()).toBe('2023-11-14T22:13:20.000Z');
    expect(expiryOf({}).getTime()).toBe(0);
  });
});
