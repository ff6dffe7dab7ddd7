import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';

const sources = ['handlers', 'lib', 'resources', 'seed', 'serverless.yml', 'package-lock.json'];
const output = '.serverless';
const kept = '.package';
/** Milliseconds. */
const longestPackaging = 600_000;

const filesBelow = (path: string): string[] =>
  statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name))
        .sort()
    : [path];

/** Of everything that a package is made of: the same text gives the same package. */
function fingerprint(): string {
  const hash = createHash('sha256');
  for (const file of sources.flatMap(filesBelow)) hash.update(file).update(readFileSync(file));
  return hash.digest('hex');
}

function runPackage(stage: string, stateDir: string): void {
  const { status, stdout, stderr } = spawnSync('node_modules/.bin/sls', ['package', '--stage', stage], {
    encoding: 'utf8',
    timeout: longestPackaging,
    env: {
      ...process.env,
      PATH: `${join(process.cwd(), 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`,
      DOMAINFLOW_STATE_DIR: stateDir,
    },
  });
  if (status === null)
    throw new Error(`sls package --stage ${stage} took over ${longestPackaging / 1_000} s.`);
  if (status !== 0) throw new Error(`sls package --stage ${stage} failed:\n${stdout}${stderr}`);
}

/** One packaging at a time: the framework builds in a directory of a fixed name. The maker of an old lock is gone. */
function lock(): () => void {
  const path = join(kept, 'lock');
  mkdirSync(kept, { recursive: true });
  for (;;) {
    try {
      mkdirSync(path);
      return () => rmSync(path, { recursive: true, force: true });
    } catch {
      const age = Date.now() - (statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0);
      if (age > longestPackaging) rmSync(path, { recursive: true, force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 200);
    }
  }
}

/**
 * Packages the stage with `sls package` unless the sources are those of the last time. Works without network and
 * credentials. Answers the directory with the template, the state and one zip a function.
 */
export function packageStage(stage: string): string {
  const directory = join(kept, stage);
  const stamp = join(directory, 'fingerprint');
  const unlock = lock();
  try {
    const current = fingerprint();
    if (existsSync(stamp) && readFileSync(stamp, 'utf8') === current) return directory;
    runPackage(stage, join(kept, `build-${stage}`));
    rmSync(directory, { recursive: true, force: true });
    mkdirSync(directory, { recursive: true });
    cpSync(output, directory, { recursive: true });
    writeFileSync(stamp, current);
    return directory;
  } finally {
    unlock();
  }
}
