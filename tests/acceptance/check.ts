import type { ApiClient } from '../../scripts/client/client.ts';

export interface Exchange {
  method: string;
  path: string;
  sent: string | undefined;
  status: number;
  headers: Headers;
  text: string;
  duration_ms: number;
}

export interface RawOptions {
  /** JSON unless it is a string already. */
  body?: unknown;
  headers?: Record<string, string>;
  /** `none` sends no Authorization at all. */
  token?: string;
}
export interface RawAnswer {
  status: number;
  headers: Headers;
  /** The parsed JSON, or the text. */
  body: unknown;
}

/** What checks work with, and the things that one makes and a later one uses. */
export interface Context {
  api: ApiClient;
  /** Requests that no typed client would send. The path lies below `/api/v1`. */
  raw: (method: string, path: string, options?: RawOptions) => Promise<RawAnswer>;
  /** A user of another tenant, where one is known. */
  foreign?: { api: ApiClient; token: string };
  isAdmin: boolean;
  /** Unique to this run; names of what is made carry it. */
  run: string;
  /** Repeats until `done`, at most `seconds`; throws when it stays undone. */
  until: <T>(
    what: string,
    read: () => Promise<T>,
    done: (value: T) => boolean,
    seconds?: number,
  ) => Promise<T>;
  /** Paths to DELETE at the end, newest first. */
  made: string[];
  kept: Map<string, string>;
}

export interface Check {
  area: string;
  title: string;
  run: (context: Context) => Promise<void>;
}

/** Thrown by a check that cannot be made here. */
export class Skipped extends Error {}

export const skip = (reason: string): never => {
  throw new Skipped(reason);
};

/** Checks of one area by their titles, in order. */
export const area = (name: string, checks: Record<string, Check['run']>): Check[] =>
  Object.entries(checks).map(([title, run]) => ({ area: name, title, run }));

/** The id that an earlier check kept; skips when that one failed. */
export function kept(context: Context, name: string): string {
  return context.kept.get(name) ?? skip(`${name} was not made`);
}
