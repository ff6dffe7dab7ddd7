/** `npm run rollback -- --stage <stage>`: see the usage below. */
import { checkPlace, command, UsageError } from './deploy/command-line.ts';
import { goBack } from './deploy/deployments.ts';
import { whoAmI } from './deploy/stack.ts';

const usage = `Usage: npm run rollback -- --stage <stage> [--region <region>] [--to <timestamp>]

Puts the deployment before the current one (or the one with the given timestamp, see "sls deploy list") back in place:
code, configuration and resources. Migrations are not undone; each leaves a schema that the code before it can still use.

  --stage <stage>    required
  --region <region>  default us-east-1
  --to <timestamp>   for example 1795398358273
  --help             this text`;

const options = {
  stage: { type: 'string' },
  region: { type: 'string', default: 'us-east-1' },
  to: { type: 'string' },
} as const;

await command(usage, options, async ({ stage, region, to }) => {
  if (stage === undefined) throw new UsageError('Which stage? Say --stage.');
  checkPlace(stage, region);
  if (to !== undefined && !/^\d{13}$/.test(to))
    throw new UsageError(`"${to}" is no timestamp of "sls deploy list".`);
  await whoAmI(region);
  const timestamp = await goBack(stage, region, to);
  console.log(`${stage} is back at ${timestamp}.`);
  return true;
});
