import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

interface Holder {
  readonly pid: number;
  /** Tells a process from a later one that got the same pid; absent where the system does not say. */
  readonly started?: string;
}

export class StateLockedError extends Error {
  readonly pid: number;

  constructor(stateDir: string, pid: number) {
    super(
      `The local stack already runs on ${stateDir} (pid ${pid}). Stop it first, or start another one beside it with ` +
        'DOMAINFLOW_STATE_DIR=<directory> DOMAINFLOW_PORT_OFFSET=100.',
    );
    this.name = 'StateLockedError';
    this.pid = pid;
  }
}

const lockFile = (stateDir: string): string => join(stateDir, 'lock');

/** Field 22 of /proc/<pid>/stat; the second field is in brackets and may hold blanks. */
const startOf = (pid: number): string | undefined => {
  try {
    return readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ')[19];
  } catch {
    return undefined;
  }
};

const hasCode = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;

const isAlive = ({ pid, started }: Holder): boolean => {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return hasCode(error, 'EPERM');
  }
  return started === undefined || started === startOf(pid);
};

const readHolder = (stateDir: string): Holder | undefined => {
  try {
    const holder = JSON.parse(readFileSync(lockFile(stateDir), 'utf8')) as Partial<Holder>;
    return typeof holder.pid === 'number' ? { ...holder, pid: holder.pid } : undefined;
  } catch {
    return undefined;
  }
};

/** The pid of the live process that holds the state, if any. */
export const holderOf = (stateDir: string): number | undefined => {
  const holder = readHolder(stateDir);
  return holder && isAlive(holder) ? holder.pid : undefined;
};

const tryWrite = (stateDir: string, holder: Holder): boolean => {
  try {
    writeFileSync(lockFile(stateDir), JSON.stringify(holder), { flag: 'wx' });
    return true;
  } catch (error) {
    if (hasCode(error, 'EEXIST')) return false;
    throw error;
  }
};

/**
 * Takes the state directory for this process and gives the function that lets go of it. Two processes on one
 * PGlite directory lose rows silently, hence the lock. The lock of a dead process is taken over.
 * Throws {@link StateLockedError} when a live process holds it.
 */
export const lockState = (stateDir: string): (() => void) => {
  mkdirSync(stateDir, { recursive: true });
  const started = startOf(process.pid);
  const self: Holder = { pid: process.pid, ...(started === undefined ? {} : { started }) };
  while (!tryWrite(stateDir, self)) {
    const pid = holderOf(stateDir);
    if (pid !== undefined) throw new StateLockedError(stateDir, pid);
    rmSync(lockFile(stateDir), { force: true });
  }
  return () => {
    if (readHolder(stateDir)?.pid === process.pid) rmSync(lockFile(stateDir), { force: true });
  };
};
