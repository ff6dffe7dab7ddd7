/**
 * `npm run check:package [-- --stage <stage>]`: packages the service and proves that what would be deployed works: every
 * artefact alone in an empty directory, and every assertion on the CloudFormation template. Exits 1 naming what failed.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Inspection } from './package/artefact-checks.ts';
import { packageStage } from './package/build.ts';
import { inspectAll, missingNodes } from './package/inspect.ts';
import { checkTemplate } from './package/template-checks.ts';
import { readTemplate } from './package/template.ts';

const say = (line: string): void => console.log(line);

function sayInspection({ artefact, runs }: Inspection): void {
  const times = Object.entries(runs).map(([node, { importMs }]) => `Node ${node} ${importMs.toFixed(0)} ms`);
  const size = `${(artefact.zipBytes / 1_024).toFixed(0)} KB`;
  say(`  ${artefact.key.padEnd(24)} ${size.padStart(8)}   ${times.join('   ')}`);
}

/** cfn-lint is a Python program; where it is not installed that is said, and nothing else. */
function lint(directory: string): string[] {
  const template = join(directory, 'cloudformation-template-update-stack.json');
  const run = spawnSync('cfn-lint', ['--format', 'parseable', '--ignore-checks', 'W3005', '--', template], {
    encoding: 'utf8',
  });
  if (run.error !== undefined) {
    say('cfn-lint is not installed; the template was not linted.');
    return [];
  }
  say(`cfn-lint: ${run.status === 0 ? 'clean' : 'problems'}`);
  if (run.status === 0) return [];
  return `${run.stdout}${run.stderr}`
    .split('\n')
    .filter(Boolean)
    .map((line) => `cfn-lint: ${line.slice(0, 240)}`);
}

const templateProblems = (directory: string, stage: string): string[] =>
  [...checkTemplate(readTemplate(directory), stage)].flatMap(([name, problems]) =>
    problems.map((problem) => `${name}: ${problem}`),
  );

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { stage: { type: 'string', default: 'dev' } } });
  say(`Packaging ${values.stage}`);
  const directory = packageStage(values.stage);
  for (const version of missingNodes()) {
    say(`Node ${version} is not installed and was not tried: npm ci --prefix tests/packaging/node-22`);
  }
  const problems = [
    ...(await inspectAll(directory, sayInspection)),
    ...templateProblems(directory, values.stage),
    ...lint(directory),
  ];
  for (const problem of problems) say(`FAILED  ${problem}`);
  say(problems.length === 0 ? 'Every check holds.' : `${problems.length} problems.`);
  process.exitCode = problems.length === 0 ? 0 : 1;
}

await main();
