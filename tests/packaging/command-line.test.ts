import { spawn } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';

/** A command on a machine without credentials. */
function command(script: string, ...parameters: string[]): Promise<{ code: number | null; text: string }> {
  const env = { PATH: process.env['PATH'], HOME: '/nonexistent', AWS_EC2_METADATA_DISABLED: 'true' };
  return new Promise((done) => {
    const child = spawn(process.execPath, [`scripts/${script}.ts`, ...parameters], { env });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.on('close', (code) => done({ code, text }));
  });
}

const scripts = ['deploy', 'rollback', 'create-user', 'logs'];
const user = ['--email', 'a@b.example', '--tenant', 'acme'];

describe.each(scripts)('npm run %s', (script) => {
  const complete = [...(script === 'create-user' ? user : []), '--stage', 'dev'];

  it('explains itself', async () => {
    const { code, text } = await command(script, '--help');
    expect({ code, text }).toEqual({ code: 0, text: expect.stringMatching(/^Usage: npm run/) });
  });

  it.each([
    ['an option that is none', ['--bogus'], /'--bogus'/],
    ['no stage', [], /--stage/],
    ['a stage that cannot be one', [...complete, '--stage', 'Dev_1'], /^"Dev_1" cannot be a stage/],
    ['a region that is none', [...complete, '--region', 'mars'], /^"mars" is not an AWS region/],
  ])('refuses %s, shows its usage and ends with 2', async (_, parameters, sentence) => {
    const { code, text } = await command(script, ...parameters);
    expect({ code, text }).toEqual({ code: 2, text: expect.stringMatching(sentence) });
    expect(text).toContain(`Usage: npm run ${script}`);
  });

  it('says how to get credentials where there are none, without a stack trace, and ends with 1', async () => {
    const { code, text } = await command(script, ...complete);
    expect({ code, text }).toEqual({ code: 1, text: expect.stringMatching(/no (?:valid )?AWS credentials/) });
    expect(text).toContain('AWS_PROFILE');
    expect(text).not.toMatch(/\n\s+at /);
  });
});
