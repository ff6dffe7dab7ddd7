import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launchLocalStack, signIn } from '../../lib/local/launch.ts';
import type { LaunchOptions, LocalStack } from '../../lib/local/launch.ts';

/** The lowest and highest port of custom.local.ports, between which all others lie. */
const [firstPort, lastPort] = [3000, 3013];

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });

/** An offset under which every port of a stack is free right now; below the range that systems hand out themselves. */
export const freePortOffset = async (): Promise<number> => {
  for (let attempt = 0; attempt < 50; attempt += 1) {
    const offset = 17_000 + 20 * Math.floor(Math.random() * 600);
    const ports = Array.from({ length: lastPort - firstPort + 1 }, (_, index) => firstPort + offset + index);
    if ((await Promise.all(ports.map(isFree))).every(Boolean)) return offset;
  }
  throw new Error('No free block of ports was found.');
};

export interface TestStack extends LocalStack {
  readonly stateDir: string;
  /** The ID token of a user of `tenantId` in `group`, of the users that every fresh stack has. */
  token(tenantId: string, group: string): Promise<string>;
}

/**
 * A stack of its own for a test, on free ports, with its state in a temporary directory that `stop` removes; a
 * `stateDir` that is given stays.
 */
export const startLocalStack = async (options: LaunchOptions = {}): Promise<TestStack> => {
  const stateDir = options.stateDir ?? (await mkdtemp(join(tmpdir(), 'domainflow-')));
  const clean = async (): Promise<void> => {
    if (options.stateDir === undefined) await rm(stateDir, { recursive: true, force: true });
  };
  const launched = launchLocalStack({
    // Machines that run tests are busy; how soon the stack is ready is not what these tests are about.
    timeout: 150_000,
    ...options,
    stateDir,
    portOffset: options.portOffset ?? (await freePortOffset()),
  });
  const stack = await launched.catch(async (error: unknown) => {
    await clean();
    throw error;
  });
  return {
    ...stack,
    stateDir,
    token: async (tenantId, group) => {
      const user = stack.outputs.users.find((one) => one.tenantId === tenantId && one.groups.includes(group));
      if (!user) throw new Error(`No ${group} of ${tenantId} among the local users.`);
      return (await signIn(stack.outputs, user.username, user.password)).idToken;
    },
    stop: async () => {
      await stack.stop();
      await clean();
    },
  };
};
