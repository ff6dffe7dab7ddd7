import { describe, expect, it } from '@jest/globals';
import { previousDeployment } from '../../../scripts/deploy/deployments.ts';
import { insightsQuery, tracesIn } from '../../../scripts/deploy/log-search.ts';
import { runSteps, type Step } from '../../../scripts/deploy/steps.ts';
import { makePassword } from '../../../scripts/deploy/users.ts';

const step = (title: string, done: string[], rest: Partial<Step> = {}): Step => ({
  title,
  run: () => {
    done.push(title);
    return Promise.resolve('done');
  },
  ...rest,
});

describe('a deployment', () => {
  it('runs every step in order', async () => {
    const done: string[] = [];
    const steps = [
      step('package', done),
      step('deploy', done, { changesTheStack: true }),
      step('verify', done),
    ];
    expect(await runSteps(steps, { say: () => undefined, dryRun: false })).toBe(true);
    expect(done).toEqual(['package', 'deploy', 'verify']);
  });

  it('stops at the first failure, saying why and what was not done', async () => {
    const done: string[] = [];
    const said: string[] = [];
    const failing = step('prove', done, { run: () => Promise.reject(new Error('2 checks do not hold')) });
    const steps = [step('package', done), failing, step('deploy', done), step('verify', done)];
    expect(await runSteps(steps, { say: (line) => said.push(line), dryRun: false })).toBe(false);
    expect(done).toEqual(['package']);
    expect(said.slice(-2)).toEqual(['FAILED at "prove": 2 checks do not hold', 'Not done: deploy, verify.']);
  });

  it('takes back what knows how to, last first, and only what had been done', async () => {
    const done: string[] = [];
    const undoing = (title: string): Step =>
      step(title, done, { undo: () => Promise.resolve(done.push(`undo ${title}`).toString()) });
    const failing = step('verify', done, { run: () => Promise.reject(new Error('503')) });
    const steps = [undoing('bucket'), undoing('deploy'), failing, undoing('announce')];
    expect(await runSteps(steps, { say: () => undefined, dryRun: false })).toBe(false);
    expect(done).toEqual(['bucket', 'deploy', 'undo deploy', 'undo bucket']);
  });

  it('changes nothing in a dry run', async () => {
    const done: string[] = [];
    const steps = [step('package', done), step('deploy', done, { changesTheStack: true })];
    expect(await runSteps(steps, { say: () => undefined, dryRun: true })).toBe(true);
    expect(done).toEqual(['package']);
  });
});

describe('a rollback', () => {
  const listing = (...timestamps: string[]): string =>
    timestamps.map((each) => `2026-11-23 02:12:59 UTC\nTimestamp: ${each}\nFiles:\n  - x.zip`).join('\n');

  it('goes to the deployment before the current one', () => {
    expect(previousDeployment(listing('1795399979658', '1795399995555', '1795399999999'))).toBe(
      '1795399995555',
    );
  });

  it('says so when there is none', () => {
    expect(() => previousDeployment(listing('1795399979658'))).toThrow('no earlier deployment');
  });
});

describe('a search of the logs', () => {
  it('asks for an id as text, whatever is in it', () => {
    expect(insightsQuery({ id: 'job_1"|limit 1', errorsOnly: false })).toBe(
      'fields @timestamp, @log, @message | filter @message like "job_1\\"|limit 1" | sort @timestamp asc | limit 2000',
    );
  });

  it('follows the traces of the lines that it found', () => {
    const trace = '1-5f3a9c1e-0123456789abcdef01234567';
    const lines = [{ text: `{"job_id":"job_1","xray_trace_id":"${trace}"}` }, { text: `START ${trace}` }];
    expect(tracesIn(lines)).toEqual([trace]);
    expect(insightsQuery({ id: 'job_1', errorsOnly: false }, [trace])).toContain(
      `@message like "job_1" or @message like "${trace}"`,
    );
  });
});

it('made-up passwords meet the policy of the pool and differ', () => {
  const passwords = Array.from({ length: 50 }, makePassword);
  for (const password of passwords) {
    expect(password).toMatch(/^(?=.*[a-z])(?=.*[A-Z])(?=.*\d).{12,99}$/);
  }
  expect(new Set(passwords).size).toBe(50);
});
