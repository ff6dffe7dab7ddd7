/** `npm run reindex`: rebuilds the report index from the source of truth, or compares the two. See the usage below. */
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { parseArgs } from 'node:util';
import type { ReindexInput, ReindexStep } from '../lib/domain/reindexing.ts';
import { localOutputs } from './sample/local-outputs.ts';

const usage = `Usage: npm run reindex -- [--check] [--stage <stage>] [--region <region>]

Writes every stored report to the report index and removes rows of reports that are gone.

  --check            changes nothing; exits 1 when the two differ
  --stage <stage>    of a deployed stack; default the running local stack
  --region <region>  default us-east-1
  --help             this text`;

const { values } = parseArgs({
  options: {
    check: { type: 'boolean', default: false },
    stage: { type: 'string' },
    region: { type: 'string', default: 'us-east-1' },
    help: { type: 'boolean', default: false },
  },
});

function makeClient(): LambdaClient {
  if (values.stage !== undefined) return new LambdaClient({ region: values.region });
  const { endpoints, region } = localOutputs();
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new LambdaClient({ region, credentials, endpoint: endpoints['lambda'] ?? '' });
}

async function step(client: LambdaClient, input: ReindexInput): Promise<ReindexStep> {
  const { Payload, FunctionError } = await client.send(
    new InvokeCommand({
      FunctionName: `domainflow-${values.stage ?? 'dev'}-reindex`,
      Payload: JSON.stringify(input),
    }),
  );
  const answer = Payload?.transformToString() ?? '';
  if (FunctionError !== undefined) throw new Error(`The function failed: ${answer}`);
  return JSON.parse(answer) as ReindexStep;
}

async function main(): Promise<void> {
  const client = makeClient();
  const mode = values.check ? 'check' : 'rebuild';
  const sum = { reports: 0, missing: 0, outdated: 0, extra: 0 };
  let cursor: string | undefined;
  do {
    const seen: ReindexStep = await step(client, cursor === undefined ? { mode } : { mode, cursor });
    for (const key of Object.keys(sum) as (keyof typeof sum)[]) sum[key] += seen[key];
    if (seen.examples.length > 0) console.log(`for example ${seen.examples.join(', ')}`);
    cursor = seen.cursor;
    console.log(
      `${sum.reports} reports, ${sum.missing} missing, ${sum.outdated} outdated, ${sum.extra} extra`,
    );
  } while (cursor !== undefined);
  const differences = sum.missing + sum.outdated + sum.extra;
  console.log(values.check ? `${differences} differences` : `${differences} differences repaired`);
  if (values.check && differences > 0) process.exitCode = 1;
}

if (values.help) console.log(usage);
else await main();
