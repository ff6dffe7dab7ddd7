import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { signIn } from '../../../lib/local/launch.ts';
import { allChecks, startRun, type Run } from '../../acceptance/runner.ts';
import { startLocalStack, type TestStack } from '../../support/local-stack.ts';

/** `npm run verify`, check by check, against a stack that was started for it. */
let stack: TestStack;
let run: Run;

beforeAll(async () => {
  stack = await startLocalStack();
  const { outputs } = stack;
  const [admin] = outputs.users.filter(({ groups }) => groups.includes('admin'));
  const other = outputs.users.find(({ tenantId }) => tenantId !== admin?.tenantId);
  if (admin === undefined || other === undefined) throw new Error('two tenants are needed');
  const [token, foreignToken] = await Promise.all(
    [admin, other].map(async (user) => (await signIn(outputs, user.username, user.password)).idToken),
  );
  run = startRun({
    baseUrl: outputs.apiUrl,
    token: token ?? '',
    foreignToken: foreignToken ?? '',
    isAdmin: true,
  });
}, 180_000);
afterAll(async () => {
  await stack.stop();
}, 180_000);

describe('the acceptance suite', () => {
  it('has at least eighty checks', () => {
    expect(allChecks.length).toBeGreaterThanOrEqual(80);
  });

  it.each(allChecks.map((check) => [`${check.area}: ${check.title}`, check] as const))(
    '%s',
    async (_name, check) => {
      const { status, message, exchange } = await run.check(check);
      expect({ status, message, answer: exchange?.text }).toMatchObject({ status: 'passed' });
    },
    70_000,
  );

  it('leaves nothing behind', async () => {
    expect(await run.cleanUp()).toEqual([]);
  });
});
