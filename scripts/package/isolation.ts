import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { extract, type Artefact } from './artefact.ts';
import { eventsFor } from './events.ts';

interface Failure {
  name?: string;
  code?: string;
  message?: string;
  stack?: string;
}
interface Outcome {
  answer?: unknown;
  thrown?: Failure;
}
export interface IsolatedRun {
  /** Milliseconds that loading the module took. */
  importMs: number;
  openedAtImport: string[];
  outcomes: Outcome[];
  failure?: Failure;
  /** What the function wrote to its log. */
  log: string;
}

const secondsAtMost = 60;

const refusal = (target: string | undefined): { type: string; body: string } =>
  target?.startsWith('/') === true
    ? { type: 'application/xml', body: '<Error><Code>AccessDenied</Code><Message>refused</Message></Error>' }
    : { type: 'application/json', body: '{"__type":"AccessDeniedException","message":"refused"}' };

/** Node looks for packages in every folder above; one there would hide that a bundle lacks its own. */
function checkNothingAbove(folder: string): void {
  for (let above = folder; ; above = dirname(above)) {
    if (existsSync(join(above, 'node_modules')))
      throw new Error(
        `${join(above, 'node_modules')} would hide what an artefact lacks; remove it or set TMPDIR.`,
      );
    if (dirname(above) === above) return;
  }
}

/** An AWS that refuses every call: enough for a handler to answer, whatever it needs. */
export function startRefusingAws(): Promise<{ url: string; server: Server }> {
  const server = createServer((request, response) => {
    const isObject =
      request.headers['x-amz-content-sha256'] !== undefined && request.headers['x-amz-target'] === undefined;
    const { type, body } = refusal(
      isObject && request.headers['content-type'] !== 'application/json' ? request.url : undefined,
    );
    request.resume();
    response.writeHead(403, { 'content-type': type, 'x-amzn-errortype': 'AccessDeniedException' }).end(body);
  });
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () =>
      resolve({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }),
    ),
  );
}

const environment = (artefact: Artefact, endpoint: string): Record<string, string> => ({
  ...artefact.environment,
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'isolated',
  AWS_SECRET_ACCESS_KEY: 'isolated',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_ENDPOINT_URL: endpoint,
  AWS_LAMBDA_FUNCTION_NAME: artefact.name,
});

function collect(
  node: string,
  parameters: string[],
  cwd: string,
  env: Record<string, string>,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(node, parameters, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
    let text = '';
    const timer = setTimeout(() => child.kill('SIGKILL'), secondsAtMost * 1_000);
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(timer);
      resolve(text);
    });
  });
}

const silent: Omit<IsolatedRun, 'log'> = {
  importMs: 0,
  openedAtImport: [],
  outcomes: [],
  failure: { message: `it ended, or was ended after ${secondsAtMost} s, without a word` },
};

/**
 * Unpacks the artefact into an empty directory far from any node_modules and lets the given Node load it and answer an
 * event of each of its triggers, with every AWS call refused.
 */
export async function runIsolated(artefact: Artefact, node: string, endpoint: string): Promise<IsolatedRun> {
  checkNothingAbove(tmpdir());
  const directory = mkdtempSync(join(tmpdir(), 'artefact-'));
  try {
    extract(artefact, directory);
    const runner = join(import.meta.dirname, 'run-isolated.cjs');
    const events = JSON.stringify(eventsFor(artefact));
    const log = await collect(
      node,
      [runner, directory, artefact.handler, events],
      directory,
      environment(artefact, endpoint),
    );
    const line = log.split('\n').findLast((each) => each.startsWith('{"report":'));
    const report =
      line === undefined ? silent : (JSON.parse(line) as { report: Omit<IsolatedRun, 'log'> }).report;
    return { ...silent, failure: undefined as never, ...report, log };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}
