/** `npm run rollback -- --stage <stage>`: see the usage below. */
import { parseArgs } from 'node:util';
import { goBack } from './deploy/deployments.ts';

const usage = `Usage: npm run rollback -- --stage <stage> [--region <region>] [--to <timestamp>]

Puts the deployment before the current one (or the one with the given timestamp, see "sls deploy list") back in place:
code, configuration and resources. Migrations are not undone; each leaves a schema that the code before it can still use.

  --stage <stage>    required
  --region <region>  default us-east-1
  --to <timestamp>   for example 1795398358273
  --help             this text`;

const { values } = parseArgs({
  options: {
    stage: { type: 'string' },
    region: { type: 'string', default: 'us-east-1' },
    to: { type: 'string' },
    help: { type: 'boolean', default: false },
  },
});
if (values.help || values.stage === undefined) {
  console.log(usage);
  process.exitCode = values.help ? 0 : 2;
} else {
  const timestamp = await goBack(values.stage, values.region, values.to);
  console.log(`${values.stage} is back at ${timestamp}.`);
}
