import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { localUrl } from './settings.ts';
import type { LocalSettings } from './settings.ts';

interface Place {
  readonly serviceDir: string;
  /** `<service>-<stage>-`, which precedes every function's name. */
  readonly functionPrefix: string;
}

const markerFile = (stateDir: string): string => join(stateDir, 'initialised');

/** Changes when migrations or seed data change, or when another database is used. */
const fingerprint = ({ postgresUrl }: LocalSettings, serviceDir: string): string => {
  const hash = createHash('sha256').update(postgresUrl ?? 'pglite');
  const files = globSync('seed/**/*.{sql,json}', { cwd: serviceDir }).sort();
  for (const file of files) hash.update(file).update(readFileSync(join(serviceDir, file)));
  return hash.digest('hex');
};

const explain = (payload: unknown): string => {
  const { errorMessage, Message } = (payload ?? {}) as { errorMessage?: string; Message?: string };
  return errorMessage ?? Message ?? JSON.stringify(payload);
};

const invoke = async (settings: LocalSettings, functionName: string): Promise<string> => {
  const url = `${localUrl(settings.ports.lambda)}/2015-03-31/functions/${functionName}/invocations`;
  const response = await fetch(url, { method: 'POST', body: '{}' });
  const text = await response.text();
  const payload: unknown = text === '' ? undefined : JSON.parse(text);
  const failed = !response.ok || response.headers.has('x-amz-function-error') || isError(payload);
  if (failed) throw new Error(`${functionName} failed: ${explain(payload)}`);
  return text;
};

const isError = (payload: unknown): boolean =>
  typeof payload === 'object' && payload !== null && 'errorMessage' in payload;

/** Throws naming the function of `custom.local.functions` that serverless.yml lacks. */
export const checkFunctions = ({ functions }: LocalSettings, defined: readonly string[]): void => {
  const missing = Object.values(functions).filter((key) => !defined.includes(key));
  if (missing.length > 0)
    throw new Error(
      `serverless.yml has no function "${missing.join('" and "')}" to fill the stores (custom.local.functions).`,
    );
};

/**
 * Fills empty stores: invokes the functions `functions.initialise` and `functions.seed` of `custom.local` through the
 * local Lambda endpoint, as a deployment would. Does nothing when they have succeeded before with the same migrations
 * and data; both are idempotent. `report` gets a line per step. Throws naming the function that failed.
 */
export const initialiseStores = async (
  settings: LocalSettings,
  { serviceDir, functionPrefix }: Place,
  report: (line: string) => void,
): Promise<void> => {
  const wanted = fingerprint(settings, serviceDir);
  const marker = markerFile(settings.stateDir);
  if (existsSync(marker) && readFileSync(marker, 'utf8') === wanted) return;
  for (const key of [settings.functions.initialise, settings.functions.seed]) {
    report(`Invoking ${key} ...`);
    const started = performance.now();
    const result = await invoke(settings, `${functionPrefix}${key}`);
    report(`Invoking ${key} done in ${((performance.now() - started) / 1000).toFixed(1)} s: ${result}`);
  }
  writeFileSync(marker, wanted);
};
