import assert from 'node:assert/strict';
import type { RawAnswer } from './check.ts';

/** The data of a typed call that must have succeeded with this status. */
export function ok<T>(answer: { data?: T; error?: unknown; response: Response }, status = 200): T {
  assert.equal(answer.response.status, status, `expected status ${status}: ${JSON.stringify(answer.error)}`);
  assert.ok(answer.data !== undefined, 'the answer has no body');
  return answer.data;
}

const envelopeOf = (body: unknown): Record<string, unknown> => {
  assert.ok(typeof body === 'object' && body !== null, 'the answer is no JSON object');
  return body as Record<string, unknown>;
};

/** An error in the envelope of the contract, with this status and, where given, code. */
export function refused(
  { status, body }: RawAnswer,
  expected: number,
  code?: string,
): Record<string, unknown> {
  assert.equal(status, expected, `expected status ${expected}: ${JSON.stringify(body)}`);
  const envelope = envelopeOf(body);
  for (const field of ['error', 'error_code', 'timestamp', 'request_id']) {
    assert.equal(typeof envelope[field], 'string', `${field} is missing from the error envelope`);
  }
  if (code !== undefined) assert.equal(envelope['error_code'], code);
  assert.doesNotMatch(
    JSON.stringify(body),
    /\bat \w+ \(|node_modules|select .* from/i,
    'the error leaks internals',
  );
  return envelope;
}

/** The paths of the problems that a 400 names. */
export function problemPaths(answer: RawAnswer): string[] {
  const { details } = refused(answer, 400, 'INVALID_INPUT');
  const { problems } = envelopeOf(details) as { problems?: { path: string }[] };
  return (problems ?? []).map(({ path }) => path);
}

export const isInstant = (value: unknown): void =>
  assert.match(String(value), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

/** The standard metadata of what was created or updated. */
export function hasMetadata(record: object): void {
  const { id, created_at, updated_at, created_by } = record as Record<string, unknown>;
  assert.equal(typeof id, 'string');
  assert.equal(typeof created_by, 'string');
  isInstant(created_at);
  isInstant(updated_at);
}
