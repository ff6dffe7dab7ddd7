import assert from 'node:assert/strict';
import { area, kept, skip } from '../check.ts';
import { refused } from '../expectations.ts';

const unsigned = [
  { alg: 'none', typ: 'JWT' },
  { sub: 'x', 'custom:tenant_id': 'x', exp: 4_000_000_000 },
]
  .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
  .join('.');

export const authenticationChecks = area('authentication', {
  'no token is 401': async ({ raw }) => {
    refused(await raw('GET', '/agents', { token: 'none' }), 401);
  },
  'a malformed token is 401': async ({ raw }) => {
    refused(await raw('GET', '/reports', { token: 'not-a-token' }), 401);
  },
  'an unsigned token is 401': async ({ raw }) => {
    refused(await raw('GET', '/sessions', { token: `${unsigned}.` }), 401);
  },
  'writing without a token is 401': async ({ raw }) => {
    refused(await raw('POST', '/reports', { token: 'none', body: {} }), 401);
  },
  'health needs no token': async ({ raw }) => {
    const { status, body } = await raw('GET', '/health', { token: 'none' });
    assert.equal(status, 200);
    assert.match(JSON.stringify(body), /"status":"(ok|degraded)"/);
  },
  'the OpenAPI document needs no token': async ({ raw }) => {
    const { status, body } = await raw('GET', '/openapi.json', { token: 'none' });
    assert.equal(status, 200);
    assert.equal((body as { openapi: string }).openapi, '3.1.0');
  },
  'the documentation page needs no token and no other host': async ({ raw }) => {
    const { status, body, headers } = await raw('GET', '/docs', { token: 'none' });
    assert.equal(status, 200);
    assert.match(headers.get('content-type') ?? '', /text\/html/);
    assert.doesNotMatch(String(body), /(src|href)="https?:/);
  },
  'an unknown route is 404 in the envelope': async ({ raw }) => {
    refused(await raw('GET', '/nowhere'), 404, 'NOT_FOUND');
  },
  'an unknown method is 405 and names those that are known': async ({ raw }) => {
    const answer = await raw('DELETE', '/agents');
    refused(answer, 405, 'METHOD_NOT_ALLOWED');
    assert.match(answer.headers.get('allow') ?? '', /GET, POST/);
  },
  'malformed JSON is 400': async ({ raw }) => {
    refused(await raw('POST', '/sessions', { body: '{"domain_id":' }), 400, 'MALFORMED_JSON');
  },
  'a body that is not JSON is 415': async ({ raw }) => {
    refused(await raw('POST', '/sessions', { body: 'x', headers: { 'content-type': 'text/plain' } }), 415);
  },
  'a body over 256 KB is 413': async ({ raw }) => {
    refused(await raw('POST', '/sessions', { body: { title: 'x'.repeat(300_000) } }), 413);
  },
  'a limit over 100 is 400': async ({ raw }) => {
    refused(await raw('GET', '/agents?limit=101'), 400, 'INVALID_INPUT');
  },
  'a cursor that is none of ours is 400': async ({ raw }) => {
    refused(await raw('GET', '/agents?cursor=bm9uc2Vuc2U'), 400, 'INVALID_INPUT');
  },
});

/** Runs last, when things of the first tenant exist. */
export const tenancyChecks = area('tenancy', {
  "another tenant's agent looks missing": async (context) => {
    const token = context.foreign?.token ?? skip('no user of another tenant is known');
    const mine = await context.raw('GET', `/agents/${kept(context, 'agent')}`, { token });
    const missing = await context.raw('GET', '/agents/agt_00000000000000000000000000', { token });
    const [left, right] = [refused(mine, 404), refused(missing, 404)];
    assert.equal(left['error_code'], right['error_code']);
  },
  "another tenant's report cannot be read, changed or deleted": async (context) => {
    const token = context.foreign?.token ?? skip('no user of another tenant is known');
    const path = `/reports/${kept(context, 'report')}`;
    refused(await context.raw('GET', path, { token }), 404);
    refused(await context.raw('PUT', path, { token, body: { status: 'closed' } }), 404);
    refused(await context.raw('DELETE', path, { token }), 404);
  },
  "another tenant's session takes no question": async (context) => {
    const token = context.foreign?.token ?? skip('no user of another tenant is known');
    const body = {
      session_id: kept(context, 'session'),
      domain_id: 'civic_complaints',
      question: 'How many?',
    };
    refused(await context.raw('POST', '/queries', { token, body }), 404);
  },
  "lists of another tenant show nothing of this one's": async (context) => {
    const token = context.foreign?.token ?? skip('no user of another tenant is known');
    const { body } = await context.raw('GET', '/reports?limit=100', { token });
    assert.doesNotMatch(JSON.stringify(body), new RegExp(kept(context, 'report')));
  },
  'fields that clients do not decide take no effect': async ({ raw, run, made }) => {
    const { status, body } = await raw('POST', '/sessions', {
      body: {
        domain_id: 'civic_complaints',
        title: run,
        tenant_id: 'other',
        created_by: 'somebody',
        id: 'ses_mine',
      },
    });
    assert.equal(status, 201);
    const { session_id, created_by } = body as Record<string, string>;
    made.push(`/sessions/${session_id ?? ''}`);
    assert.notEqual(session_id, 'ses_mine');
    assert.notEqual(created_by, 'somebody');
  },
});
