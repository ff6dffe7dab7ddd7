import { readFileSync } from 'node:fs';
import { signIn } from '../../lib/local/launch.ts';
import { outputsSchema, type Outputs } from '../../lib/local/outputs.ts';
import { startLocalStack } from './local-stack.ts';
import { makeTokens } from './tokens.ts';

export interface Answer {
  status: number;
  headers: Headers;
  body: Record<string, unknown>;
  text: string;
}
export type Caller = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<Answer>;

export interface ApiStack {
  outputs: Outputs;
  /** Users by their first name: nora (admin), ines (analyst), sam (member) of one tenant, tariq (admin) of another. */
  as: (name: string) => Caller;
  /** Somebody of a role in a tenant, who needs no account. */
  of: (tenantId: string, role: string) => Caller;
  stop: () => Promise<void>;
}

const toBody = (text: string): Record<string, unknown> => {
  try {
    return JSON.parse(text) as Record<string, unknown>;
  } catch {
    return {};
  }
};

const makeCaller =
  (apiUrl: string, token: string): Caller =>
  async (method, path, body, headers = {}) => {
    const response = await fetch(`${apiUrl}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
      redirect: 'manual',
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: toBody(text), text };
  };

/** A fresh stack of its own, or the one whose outputs API_OUTPUTS names. */
async function startOrJoin(): Promise<{ outputs: Outputs; stop: () => Promise<void> }> {
  const running = process.env['API_OUTPUTS'];
  if (running === undefined) return startLocalStack();
  return {
    outputs: outputsSchema.parse(JSON.parse(readFileSync(running, 'utf8'))),
    stop: () => Promise.resolve(),
  };
}

/** A stack with everybody signed in. */
export async function startApi(): Promise<ApiStack> {
  const stack = await startOrJoin();
  const { outputs } = stack;
  const tokens = makeTokens(outputs);
  const callers = new Map<string, Caller>();
  for (const { username, password } of outputs.users) {
    const { idToken } = await signIn(outputs, username, password);
    callers.set(username.split('@')[0] ?? '', makeCaller(outputs.apiUrl, idToken));
  }
  return {
    outputs,
    as: (name) => {
      const caller = callers.get(name);
      if (caller === undefined) throw new Error(`there is no user ${name}`);
      return caller;
    },
    of: (tenantId, role) => makeCaller(outputs.apiUrl, tokens.of(tenantId, role)),
    stop: () => stack.stop(),
  };
}
