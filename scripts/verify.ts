/** Verifies a running instance, local or deployed, against the contract. `--help` says how. */
import { existsSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { parseArgs } from 'node:util';
import { version } from '../lib/version.ts';
import { allChecks, startRun, type Outcome } from '../tests/acceptance/runner.ts';
import { readiness, summarise, toJunit, toMarkdown } from './verify/reports.ts';
import { targetOf } from './verify/target.ts';

const help = `Verifies a running instance against the contract, and cleans up what it made.

  npm run verify                                       the local stack of .local/outputs.json
  npm run verify -- --outputs <file>                   a stack by its outputs
  npm run verify -- --url <api> --token <JWT>          any instance, with a token
  npm run verify -- --outputs <file> --user <name> --password <password>
  npm run verify -- --url <api> --client-id <id> [--region <region>] --user <name> --password <password>

  --url <api>        address of the API, instead of the one in the outputs
  --area <name>      only the checks of this area (others that they build on are not made)
  --report <file>    write a Markdown report
  --junit <file>     write JUnit XML
  --keep             leave what was made
  --help             this text

Exit codes: 0 all passed, 1 a check failed, 2 nothing could be verified.`;

const definitions = {
  url: { type: 'string' },
  outputs: { type: 'string' },
  user: { type: 'string' },
  password: { type: 'string' },
  token: { type: 'string' },
  'client-id': { type: 'string' },
  region: { type: 'string' },
  area: { type: 'string' },
  report: { type: 'string' },
  junit: { type: 'string' },
  keep: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
} as const;
const read = () => parseArgs({ options: definitions }).values;
type Options = ReturnType<typeof read>;

/** Throws, saying what is wrong, before anything is made. */
function checkOptions({ area, report, junit }: Options): void {
  const areas = [...new Set(allChecks.map((check) => check.area))];
  if (area !== undefined && !areas.includes(area))
    throw new Error(`There is no area ${area}; there are ${areas.join(', ')}.`);
  for (const file of [report, junit])
    if (file !== undefined && !existsSync(dirname(file)))
      throw new Error(`There is no folder ${dirname(file)} to write ${file} in.`);
}

const marks = { passed: '✓', failed: '✗', skipped: '–' } as const;

function print({ area, title, status, duration_ms, message }: Outcome): void {
  console.log(`${marks[status]} ${area}: ${title} (${duration_ms} ms)`);
  if (status !== 'passed') console.log(`    ${message ?? ''}`.replaceAll('\n', '\n    '));
}

async function verify(options: Options): Promise<number> {
  checkOptions(options);
  const target = await targetOf({ ...options, clientId: options['client-id'] });
  const started = new Date();
  const run = startRun(target);
  const checks = allChecks.filter(({ area }) => options.area === undefined || area === options.area);
  const outcomes: Outcome[] = [];
  for (const check of checks) {
    const outcome = await run.check(check);
    outcomes.push(outcome);
    print(outcome);
  }
  const left = options.keep ? [] : await run.cleanUp();
  for (const path of left) console.log(`could not delete ${path}`);
  const environment = {
    url: target.baseUrl,
    user: target.user,
    version,
    started: started.toISOString(),
    duration_ms: Date.now() - started.getTime(),
  };
  if (options.report !== undefined) writeFileSync(options.report, toMarkdown(outcomes, environment));
  if (options.junit !== undefined) writeFileSync(options.junit, toJunit(outcomes, environment));
  const summary = summarise(outcomes);
  const { total, passed, failed, skipped, rate } = summary;
  console.log(
    `\n${total} checks: ${passed} passed, ${failed} failed, ${skipped} skipped (${rate.toFixed(1)} %)`,
  );
  console.log(readiness(summary));
  return failed === 0 && passed > 0 ? 0 : 1;
}

try {
  const options = read();
  if (options.help) console.log(help);
  else process.exitCode = await verify(options);
} catch (error) {
  console.error(
    `${error instanceof Error ? error.message : String(error)}\nNothing was verified; --help says how.`,
  );
  process.exitCode = 2;
}
