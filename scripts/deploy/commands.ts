import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** PATH on which `node` is the pinned one, whichever started this script. */
const path = (): string => `${join(process.cwd(), 'node_modules/.bin')}:${process.env['PATH'] ?? ''}`;

/** Runs a program to its end with its output shown. Throws naming the command when it fails. Answers what it printed. */
export function run(program: string, parameters: readonly string[]): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, parameters, {
      env: { ...process.env, PATH: path() },
      stdio: ['inherit', 'pipe', 'inherit'],
    });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      process.stdout.write(chunk);
    });
    child.on('error', reject);
    child.on('close', (code) => {
      if (code === 0) resolve(text);
      else reject(new Error(`${program} ${parameters.join(' ')} ended with ${String(code)}`));
    });
  });
}

export const sls = (...parameters: string[]): Promise<string> => run('node_modules/.bin/sls', parameters);
