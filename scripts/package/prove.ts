import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { Inspection } from './artefact-checks.ts';
import { packageStage } from './build.ts';
import { inspectAll, missingNodes } from './inspect.ts';
import { checkTemplate } from './template-checks.ts';
import { readTemplate } from './template.ts';

export type Say = (line: string) => void;

function describe({ artefact, runs }: Inspection): string {
  const times = Object.entries(runs).map(([node, { importMs }]) => `Node ${node} ${importMs.toFixed(0)} ms`);
  const size = `${(artefact.zipBytes / 1_024).toFixed(0)} KB`;
  return `  ${artefact.key.padEnd(24)} ${size.padStart(8)}   ${times.join('   ')}`;
}

/** cfn-lint is a Python program; where it is not installed that is said, and nothing else. */
function lint(directory: string, say: Say): string[] {
  const template = join(directory, 'cloudformation-template-update-stack.json');
  // W3005 is the framework's own: it states dependencies that references state already.
  const parameters = ['--format', 'parseable', '--ignore-checks', 'W3005', '--', template];
  const run = spawnSync('cfn-lint', parameters, { encoding: 'utf8' });
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

/** Packages a stage and runs every check on it. Answers the package's directory and a sentence a problem. */
export async function prove(stage: string, say: Say): Promise<{ directory: string; problems: string[] }> {
  const directory = packageStage(stage);
  for (const version of missingNodes()) {
    say(`Node ${version} is not installed and was not tried: npm ci --prefix tests/packaging/node-22`);
  }
  const artefacts = await inspectAll(directory, (inspection) => say(describe(inspection)));
  return {
    directory,
    problems: [...artefacts, ...templateProblems(directory, stage), ...lint(directory, say)],
  };
}
