/**
 * `npm run check:package [-- --stage <stage>]`: packages the service and proves that what would be deployed works: every
 * artefact alone in an empty directory, and every assertion on the CloudFormation template. Exits 1 naming what failed.
 */
import { parseArgs } from 'node:util';
import { prove } from './package/prove.ts';

const say = (line: string): void => console.log(line);

const { values } = parseArgs({ options: { stage: { type: 'string', default: 'dev' } } });
say(`Packaging ${values.stage}`);
try {
  const { problems } = await prove(values.stage, say);
  for (const problem of problems) say(`FAILED  ${problem}`);
  say(problems.length === 0 ? 'Every check holds.' : `${problems.length} problems.`);
  process.exitCode = problems.length === 0 ? 0 : 1;
} catch (error) {
  say(`FAILED  ${(error as Error).message}`);
  process.exitCode = 1;
}
