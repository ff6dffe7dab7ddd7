import { makeApiClient } from '../../scripts/client/client.ts';
import {
  Skipped,
  type Check,
  type Context,
  type Exchange,
  type RawAnswer,
  type RawOptions,
} from './check.ts';
import { agentChecks } from './checks/agents.ts';
import { authenticationChecks, tenancyChecks } from './checks/authentication.ts';
import { domainChecks } from './checks/domains.ts';
import { queryChecks, sessionChecks } from './checks/queries.ts';
import { reportChecks } from './checks/reports.ts';
import { configChecks, dataChecks, operationChecks, teamChecks, toolChecks } from './checks/rest.ts';

/** In order: later checks use what earlier ones made. */
export const allChecks: readonly Check[] = [
  ...authenticationChecks,
  ...agentChecks,
  ...domainChecks,
  ...reportChecks,
  ...sessionChecks,
  ...queryChecks,
  ...dataChecks,
  ...toolChecks,
  ...teamChecks,
  ...configChecks,
  ...operationChecks,
  ...tenancyChecks,
];

export interface Target {
  /** Without `/api/v1`. */
  baseUrl: string;
  token: string;
  isAdmin: boolean;
  /** Of a user of another tenant. */
  foreignToken?: string;
}

export interface Outcome {
  area: string;
  title: string;
  status: 'passed' | 'failed' | 'skipped';
  duration_ms: number;
  message?: string;
  /** The last request and its answer, of a check that failed. */
  exchange?: Exchange;
}

const SLOWEST_POLL_MS = 1_000;
const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** A fetch that remembers the last exchange, for the report of a failure. */
function recorder() {
  let last: Exchange | undefined;
  const send: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const sent = request.body === null ? undefined : await request.clone().text();
    const started = Date.now();
    const response = await fetch(request);
    const text = await response.clone().text();
    const { pathname, search } = new URL(request.url);
    last = {
      method: request.method,
      path: pathname + search,
      sent,
      status: response.status,
      headers: response.headers,
      text,
      duration_ms: Date.now() - started,
    };
    return response;
  };
  return { send, last: () => last };
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

function rawSender(baseUrl: string, ownToken: string, send: typeof fetch): Context['raw'] {
  return async (method, path, options: RawOptions = {}): Promise<RawAnswer> => {
    const { body, headers = {}, token = ownToken } = options;
    const response = await send(`${baseUrl}/api/v1${path}`, {
      method,
      headers: {
        ...(token !== 'none' && { authorization: `Bearer ${token}` }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: response.status, headers: response.headers, body: parsed(await response.text()) };
  };
}

const until: Context['until'] = async (what, read, done, seconds = 30) => {
  const deadline = Date.now() + seconds * 1_000;
  for (let pause = 100; Date.now() < deadline; pause = Math.min(pause * 1.5, SLOWEST_POLL_MS)) {
    const value = await read();
    if (done(value)) return value;
    await wait(pause);
  }
  throw new Error(`waited ${seconds} s for ${what}`);
};

export interface Run {
  /** Runs one check; never throws. */
  check: (check: Check) => Promise<Outcome>;
  /** Deletes what was made; answers the paths that could not be deleted. */
  cleanUp: () => Promise<string[]>;
}

/** One run of checks against an instance. */
export function startRun({ baseUrl: url, token, isAdmin, foreignToken }: Target): Run {
  const baseUrl = url.replace(/\/+$/, '').replace(/\/api\/v1$/, '');
  const { send, last } = recorder();
  const raw = rawSender(baseUrl, token, send);
  const context: Context = {
    api: makeApiClient(baseUrl, token, send),
    raw,
    ...(foreignToken !== undefined && {
      foreign: { api: makeApiClient(baseUrl, foreignToken, send), token: foreignToken },
    }),
    isAdmin,
    run: Date.now().toString(36),
    until,
    made: [],
    kept: new Map(),
  };

  const failed = (error: unknown): Pick<Outcome, 'status' | 'message' | 'exchange'> => {
    const message = error instanceof Error ? error.message : String(error);
    if (error instanceof Skipped) return { status: 'skipped', message };
    const exchange = last();
    return { status: 'failed', message, ...(exchange && { exchange }) };
  };

  return {
    async check({ area, title, run }) {
      const started = Date.now();
      const result = await run(context).then(() => ({ status: 'passed' as const }), failed);
      return { area, title, duration_ms: Date.now() - started, ...result };
    },
    async cleanUp() {
      const left: string[] = [];
      for (const path of context.made.toReversed()) {
        const { status } = await raw('DELETE', path);
        if (status !== 200 && status !== 404) left.push(path);
      }
      return left;
    },
  };
}
