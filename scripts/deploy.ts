/** `npm run deploy -- --stage <stage>`: see the usage below. */
import { checkPlace, command, UsageError } from './deploy/command-line.ts';
import { run, sls } from './deploy/commands.ts';
import { goBack } from './deploy/deployments.ts';
import { whoAmI } from './deploy/stack.ts';
import { runSteps, type Step } from './deploy/steps.ts';
import { writeVerificationOutputs } from './deploy/verification.ts';
import { prove } from './package/prove.ts';

const usage = `Usage: npm run deploy -- --stage <stage> [--region <region>] [--dry-run]
                         [--skip-verify] [--roll-back]

Checks the credentials, packages the stage, proves the package, deploys exactly what was proven, brings the database up
to date, loads the built-in agents and domains, and verifies the running stage. Stops at the first failure and says why.

  --stage <stage>    dev, prod, or a name of your own (which is like dev)
  --region <region>  default us-east-1
  --dry-run          packages and proves, and changes nothing on AWS
  --skip-verify      leaves out the acceptance suite
  --roll-back        puts the previous deployment back when a step after this one's fails
  --help             this text`;

const say = (line: string): void => console.log(line);

async function credentials(region: string, dryRun: boolean): Promise<string> {
  try {
    const { account, arn } = await whoAmI(region);
    return `${arn} in account ${account}, region ${region}`;
  } catch (error) {
    if (!dryRun) throw error;
    return `none, which a dry run does without (${(error as Error).message})`;
  }
}

async function provePackage(stage: string): Promise<{ directory: string }> {
  const { directory, problems } = await prove(stage, (line) => say(`      ${line}`));
  for (const problem of problems) say(`      ${problem}`);
  if (problems.length > 0) throw new Error(`${problems.length} checks of the package do not hold`);
  return { directory };
}

interface Options {
  readonly stage: string;
  readonly region: string;
  readonly dryRun: boolean;
  readonly verify: boolean;
  readonly rollBack: boolean;
}

function stepsOf({ stage, region, dryRun, verify, rollBack }: Options): Step[] {
  const where = ['--stage', stage, '--region', region];
  let directory = '';
  const deployment: Step[] = [
    { title: 'Check the credentials', run: () => credentials(region, dryRun) },
    {
      title: 'Package and prove',
      run: async () => {
        ({ directory } = await provePackage(stage));
        return `every check holds; the package is in ${directory}`;
      },
    },
    {
      title: 'Deploy',
      changesTheStack: true,
      run: () => sls('deploy', ...where, '--package', directory).then(() => 'the stack is up to date'),
      ...(rollBack && {
        undo: () => goBack(stage, region).then((timestamp) => `the deployment ${timestamp} is back in place`),
      }),
    },
    {
      title: 'Bring the database up to date',
      changesTheStack: true,
      run: () => sls('invoke', '--function', 'dbInit', ...where).then(() => 'migrated'),
    },
    {
      title: 'Load the built-in agents and domains',
      changesTheStack: true,
      run: () => sls('invoke', '--function', 'seed', ...where).then(() => 'seeded'),
    },
  ];
  const verification: Step = {
    title: 'Verify the running stage',
    changesTheStack: true,
    run: async () => {
      const outputs = await writeVerificationOutputs(stage, region, directory);
      await run('npm', ['run', 'verify', '--', '--outputs', outputs]);
      return 'the stage does what the contract says';
    },
  };
  return verify ? [...deployment, verification] : deployment;
}

const options = {
  stage: { type: 'string' },
  region: { type: 'string', default: 'us-east-1' },
  'dry-run': { type: 'boolean', default: false },
  'skip-verify': { type: 'boolean', default: false },
  'roll-back': { type: 'boolean', default: false },
} as const;

await command(usage, options, ({ stage, region, ...values }) => {
  if (stage === undefined) throw new UsageError('Which stage? Say --stage.');
  checkPlace(stage, region);
  const dryRun = values['dry-run'];
  const steps = stepsOf({
    stage,
    region,
    dryRun,
    verify: !values['skip-verify'],
    rollBack: values['roll-back'],
  });
  return runSteps(steps, { say, dryRun });
});
