import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { holderOf, lockState } from '../../../lib/local/state-lock.ts';

describe('the lock on the local state', () => {
  let stateDir: string;
  beforeEach(() => {
    stateDir = mkdtempSync(join(tmpdir(), 'domainflow-lock-'));
  });
  afterEach(() => rmSync(stateDir, { recursive: true, force: true }));

  it('is refused to a second taker, naming the first and the way out', () => {
    lockState(stateDir);
    expect(() => lockState(stateDir)).toThrow(
      new RegExp(`already runs on ${stateDir} \\(pid ${process.pid}\\).*DOMAINFLOW_STATE_DIR`),
    );
    expect(holderOf(stateDir)).toBe(process.pid);
  });

  it('is free again once let go', () => {
    lockState(stateDir)();
    expect(holderOf(stateDir)).toBeUndefined();
    expect(lockState(stateDir)).toBeInstanceOf(Function);
  });

  it('makes the directory', () => {
    const deep = join(stateDir, 'a', 'b');
    lockState(deep);
    expect(holderOf(deep)).toBe(process.pid);
  });

  it('is taken over from a dead process', () => {
    const { pid } = spawnSync(process.execPath, ['-e', '']);
    writeFileSync(join(stateDir, 'lock'), JSON.stringify({ pid }));
    expect(holderOf(stateDir)).toBeUndefined();
    lockState(stateDir);
    expect(holderOf(stateDir)).toBe(process.pid);
  });

  it('is taken over when the pid now belongs to another process', () => {
    writeFileSync(join(stateDir, 'lock'), JSON.stringify({ pid: process.pid, started: '1' }));
    expect(holderOf(stateDir)).toBeUndefined();
  });

  it('is taken over when its file is broken', () => {
    writeFileSync(join(stateDir, 'lock'), '');
    lockState(stateDir);
    expect(holderOf(stateDir)).toBe(process.pid);
  });

  it('stays with the one who took it over', () => {
    const letGo = lockState(stateDir);
    const other = JSON.stringify({ pid: process.ppid });
    writeFileSync(join(stateDir, 'lock'), other);
    letGo();
    expect(readFileSync(join(stateDir, 'lock'), 'utf8')).toBe(other);
  });
});
