import type { Outcome } from '../../tests/acceptance/runner.ts';

export interface Environment {
  url: string;
  user: string;
  version: string;
  started: string;
  duration_ms: number;
}

export interface Summary {
  total: number;
  passed: number;
  failed: number;
  skipped: number;
  /** Passed of those that were made, in percent. */
  rate: number;
}

export function summarise(outcomes: readonly Outcome[]): Summary {
  const count = (status: Outcome['status']): number =>
    outcomes.filter((outcome) => outcome.status === status).length;
  const [passed, failed, skipped] = [count('passed'), count('failed'), count('skipped')];
  const made = passed + failed;
  return { total: outcomes.length, passed, failed, skipped, rate: made === 0 ? 0 : (100 * passed) / made };
}

export function readiness({ failed, passed }: Summary): string {
  if (passed + failed === 0) return 'NOT READY: no check could be made.';
  return failed === 0 ? 'READY: every check that was made passed.' : `NOT READY: ${failed} checks failed.`;
}

const escaped = (text: string): string =>
  text
    .replace(/[<>&"']/g, (character) => `&#${character.codePointAt(0) ?? 32};`)
    .replace(/[^\x09\x0a\x0d\x20-\ufffd]/g, '');
const shortened = (text: string, limit = 2_000): string =>
  text.length > limit ? `${text.slice(0, limit)}…` : text;

const secretless = (text: string): string => text.replace(/("secret"\s*:\s*")[^"]*/g, '$1***');

function failureText({ area, title, message = '', exchange }: Outcome): string {
  const lines = [`### ${area}: ${title}`, '', message, ''];
  if (exchange === undefined) return lines.join('\n');
  const { method, path, sent, status, text, duration_ms } = exchange;
  return [
    ...lines,
    '```http',
    `${method} ${path}`,
    ...(sent === undefined ? [] : ['', secretless(shortened(sent))]),
    '',
    `${status} after ${duration_ms} ms`,
    '',
    secretless(shortened(text)),
    '```',
    '',
  ].join('\n');
}

const percentile = (sorted: readonly number[], part: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;

function areaTable(outcomes: readonly Outcome[]): string {
  const areas = [...new Set(outcomes.map(({ area }) => area))];
  const rows = areas.map((area) => {
    const own = outcomes.filter((outcome) => outcome.area === area);
    const { total, passed, failed, skipped } = summarise(own);
    const times = own.map(({ duration_ms }) => duration_ms).sort((a, b) => a - b);
    return `| ${area} | ${total} | ${passed} | ${failed} | ${skipped} | ${percentile(times, 0.5)} | ${percentile(times, 1)} |`;
  });
  return [
    '| area | checks | passed | failed | skipped | median ms | slowest ms |',
    '|---|---|---|---|---|---|---|',
    ...rows,
  ].join('\n');
}

/** The verification report, in Markdown. */
export function toMarkdown(outcomes: readonly Outcome[], environment: Environment): string {
  const summary = summarise(outcomes);
  const failures = outcomes.filter(({ status }) => status === 'failed');
  const marks = { passed: '✓', failed: '✗', skipped: '–' } as const;
  return [
    '# Verification report',
    '',
    `**${readiness(summary)}** ${summary.passed} of ${summary.total} passed, ${summary.failed} failed, ${summary.skipped} skipped (${summary.rate.toFixed(1)} %).`,
    '',
    '| | |',
    '|---|---|',
    `| instance | ${environment.url} |`,
    `| version | ${environment.version} |`,
    `| user | ${environment.user} |`,
    `| started | ${environment.started} |`,
    `| took | ${(environment.duration_ms / 1_000).toFixed(1)} s |`,
    '',
    '## By area',
    '',
    areaTable(outcomes),
    '',
    ...(failures.length === 0 ? [] : ['## Failures', '', ...failures.map(failureText)]),
    '## All checks',
    '',
    ...outcomes.map(
      ({ area, title, status, duration_ms, message }) =>
        `- ${marks[status]} ${area}: ${title} (${duration_ms} ms)${status === 'skipped' ? `, skipped: ${message ?? ''}` : ''}`,
    ),
    '',
  ].join('\n');
}

function testCase({ area, title, status, duration_ms, message = '' }: Outcome): string {
  const head = `  <testcase classname="${escaped(area)}" name="${escaped(title)}" time="${duration_ms / 1_000}"`;
  if (status === 'passed') return `${head}/>`;
  const kind = status === 'failed' ? 'failure' : 'skipped';
  return `${head}><${kind} message="${escaped(message)}"/></testcase>`;
}

/** JUnit's XML, as build servers read it. */
export function toJunit(outcomes: readonly Outcome[], { started, duration_ms }: Environment): string {
  const { total, failed, skipped } = summarise(outcomes);
  const head = `<testsuite name="verify" tests="${total}" failures="${failed}" skipped="${skipped}" time="${duration_ms / 1_000}" timestamp="${started}">`;
  return ['<?xml version="1.0" encoding="UTF-8"?>', head, ...outcomes.map(testCase), '</testsuite>', ''].join(
    '\n',
  );
}
