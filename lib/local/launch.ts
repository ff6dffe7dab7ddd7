import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { join, resolve } from 'node:path';
import { readOutputs } from './outputs.ts';
import type { Outputs } from './outputs.ts';
import { holderOf } from './state-lock.ts';

const root = resolve(import.meta.dirname, '../..');
const defaultStateDir = join(root, '.local');

export interface LaunchOptions {
  /** Where the data lives; `.local` of the project when omitted. */
  readonly stateDir?: string;
  /** Added to every port. */
  readonly portOffset?: number;
  readonly environment?: Readonly<Record<string, string>>;
  /** Gets what the stack prints, line by line. */
  readonly onLine?: (line: string) => void;
  /** Milliseconds until it must be ready; 60,000 when omitted. */
  readonly timeout?: number;
}

export interface LocalStack {
  readonly outputs: Outputs;
  readonly pid: number;
  /** Everything printed so far. */
  printed(): string;
  /** Ends the stack as Ctrl-C would and resolves when its process is gone. */
  stop(): Promise<void>;
}

const forEachLine = (child: ChildProcess, use: (line: string) => void): void => {
  for (const stream of [child.stdout, child.stderr]) {
    let rest = '';
    stream?.setEncoding('utf8').on('data', (text: string) => {
      const lines = `${rest}${text}`.split('\n');
      rest = lines.pop() ?? '';
      lines.forEach(use);
    });
  }
};

const spawnOffline = ({
  stateDir = defaultStateDir,
  portOffset = 0,
  environment,
}: LaunchOptions): ChildProcess => {
  const cli = join(root, 'node_modules/serverless/bin/serverless.js');
  return spawn(process.execPath, [cli, 'offline', 'start'], {
    cwd: root,
    // The channel tells the stack when its launcher is gone, so that none is left behind.
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {
      ...process.env,
      NODE_OPTIONS: '',
      DOMAINFLOW_WATCH: 'off',
      DOMAINFLOW_STATE_DIR: stateDir,
      DOMAINFLOW_PORT_OFFSET: String(portOffset),
      ...environment,
    },
  });
};

const exited = (child: ChildProcess): Promise<number | null> =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve(child.exitCode)
    : new Promise((settle) => child.once('exit', (code) => settle(code)));

const stopChild = async (child: ChildProcess): Promise<void> => {
  child.kill('SIGTERM');
  const hard = setTimeout(() => child.kill('SIGKILL'), 5_000);
  await exited(child);
  clearTimeout(hard);
};

const waitUntilReady = (
  child: ChildProcess,
  stateDir: string,
  timeout: number,
  printed: () => string,
): Promise<Outputs> =>
  new Promise((settle, reject) => {
    const finish = (use: () => void): void => {
      clearTimeout(timer);
      clearInterval(poll);
      child.removeListener('exit', onExit);
      use();
    };
    const fail = (why: string) => finish(() => reject(new Error(`${why}\n${printed()}`)));
    const onExit = (code: number | null) =>
      fail(`The local stack ended with code ${String(code)} before it was ready.`);
    const timer = setTimeout(
      () => fail(`The local stack was not ready within ${timeout / 1000} s.`),
      timeout,
    );
    const poll = setInterval(() => {
      const outputs = readOutputs(stateDir);
      if (outputs?.pid === child.pid && outputs) finish(() => settle(outputs));
    }, 50);
    child.once('exit', onExit);
  });

/**
 * Starts the local stack (`sls offline start`) as a child process and resolves when it is ready. It ends with `stop`,
 * or when this process does. Throws with everything it printed when it does not come up.
 */
export const launchLocalStack = async (options: LaunchOptions = {}): Promise<LocalStack> => {
  const child = spawnOffline(options);
  const lines: string[] = [];
  const printed = () => lines.join('\n');
  forEachLine(child, (line) => {
    lines.push(line);
    options.onLine?.(line);
  });
  try {
    const stateDir = options.stateDir ?? defaultStateDir;
    const outputs = await waitUntilReady(child, stateDir, options.timeout ?? 60_000, printed);
    return { outputs, pid: outputs.pid, printed, stop: () => stopChild(child) };
  } catch (error) {
    await stopChild(child);
    throw error;
  }
};

/** The outputs of the stack that runs on the state directory, if one does and is ready. */
export const runningStack = (stateDir: string = defaultStateDir): Outputs | undefined =>
  holderOf(stateDir) === undefined ? undefined : readOutputs(stateDir);

export interface Tokens {
  readonly idToken: string;
  readonly accessToken: string;
}

/** Signs in at the local Cognito. Throws with Cognito's answer when it refuses. */
export const signIn = async (outputs: Outputs, username: string, password: string): Promise<Tokens> => {
  const response = await fetch(outputs.cognitoEndpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
    },
    body: JSON.stringify({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: outputs.userPoolClientId,
      AuthParameters: { USERNAME: username, PASSWORD: password },
    }),
  });
  const text = await response.text();
  const { AuthenticationResult: result } = JSON.parse(text) as {
    AuthenticationResult?: { IdToken: string; AccessToken: string };
  };
  if (!result) throw new Error(`${username} could not sign in: ${text}`);
  return { idToken: result.IdToken, accessToken: result.AccessToken };
};
