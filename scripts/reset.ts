/**
 * `npm run reset`: deletes the data of the local stack (`.local`, or DOMAINFLOW_STATE_DIR). Refuses while a stack runs
 * on it. Only this machine is touched.
 */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { holderOf } from '../lib/local/state-lock.ts';

const root = resolve(import.meta.dirname, '..');
const stateDir = resolve(root, process.env['DOMAINFLOW_STATE_DIR'] ?? '.local');
const shown = relative(process.cwd(), stateDir) || stateDir;
/** What a stack leaves behind; anything else in the directory is somebody else's. */
const parts = [
  'dynamodb',
  'postgres',
  'postgres.ready',
  'cognito',
  's3',
  'build',
  'initialised',
  'outputs.json',
  'lock',
];

function reset(): number {
  const pid = holderOf(stateDir);
  if (pid !== undefined) {
    console.error(`The local stack runs on ${shown} (pid ${pid}). Stop it first, then reset.`);
    return 1;
  }
  const present = parts.filter((part) => existsSync(join(stateDir, part)));
  for (const part of present) rmSync(join(stateDir, part), { recursive: true, force: true });
  if (existsSync(stateDir) && readdirSync(stateDir).length === 0) rmSync(stateDir, { recursive: true });
  console.log(
    present.length === 0 ? `Nothing to remove in ${shown}.` : `Removed from ${shown}: ${present.join(', ')}.`,
  );
  return 0;
}

process.exitCode = reset();
