import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { startLocalStack, type TestStack } from '../../support/local-stack.ts';

/** `npm run verify` as a person runs it, against a stack that was started for it. */
let stack: TestStack;

beforeAll(async () => {
  stack = await startLocalStack();
}, 180_000);
afterAll(async () => {
  await stack.stop();
}, 180_000);

const verify = (): Promise<{ code: number; printed: string }> =>
  new Promise((settle) => {
    const outputs = join(stack.stateDir, 'outputs.json');
    const child = execFile(
      process.execPath,
      ['scripts/verify.ts', '--outputs', outputs],
      { env: { ...process.env, NODE_OPTIONS: '' }, timeout: 280_000, maxBuffer: 1 << 24 },
      (_error, stdout, stderr) => settle({ code: child.exitCode ?? -1, printed: stdout + stderr }),
    );
  });

it('passes the acceptance suite', async () => {
  const { code, printed } = await verify();
  expect(printed).toMatch(/passed/i);
  expect({ code, printed: code === 0 ? '' : printed }).toEqual({ code: 0, printed: '' });
}, 300_000);
