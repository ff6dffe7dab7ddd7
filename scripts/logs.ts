/** `npm run logs -- --stage <stage>`: see the usage below. */
import { checkPlace, command, UsageError } from './deploy/command-line.ts';
import { searchLogs, type LogLine } from './deploy/log-search.ts';

const usage = `Usage: npm run logs -- --stage <stage> [--id <id>] [--function <name>] [--errors] [--since <minutes>]

Prints log lines of the stage's functions, oldest first. With the id of a job, a query, a report or a request: every
line of every function that worked on it, from the request to the last agent.

  --stage <stage>      required
  --id <id>            for example job_01JD..., or the x-request-id of an answer
  --function <name>    as serverless.yml names it, for example orchestrator
  --errors             errors, time-outs and crashes only
  --since <minutes>    default 60
  --region <region>    default us-east-1
  --json               lines as they were written
  --help               this text`;

const quiet = ['level', 'message', 'timestamp', 'service', 'xray_trace_id', 'sampling_rate'];

function readable({ at, functionName, text }: LogLine): string {
  try {
    const line = JSON.parse(text) as Record<string, unknown>;
    const rest = Object.fromEntries(Object.entries(line).filter(([key]) => !quiet.includes(key)));
    const fields = Object.keys(rest).length === 0 ? '' : ` ${JSON.stringify(rest)}`;
    return `${at} ${functionName} ${String(line['level'])} ${String(line['message'])}${fields}`;
  } catch {
    return `${at} ${functionName} ${text}`;
  }
}

const options = {
  stage: { type: 'string' },
  id: { type: 'string' },
  function: { type: 'string' },
  errors: { type: 'boolean', default: false },
  since: { type: 'string', default: '60' },
  region: { type: 'string', default: 'us-east-1' },
  json: { type: 'boolean', default: false },
} as const;

await command(usage, options, async ({ stage, region, id, errors, json, since, function: functionName }) => {
  if (stage === undefined) throw new UsageError('Which stage? Say --stage.');
  checkPlace(stage, region);
  const sinceMinutes = Number(since);
  if (!(sinceMinutes > 0)) throw new UsageError(`"${since}" is no number of minutes.`);
  const lines = await searchLogs({ stage, region, id, functionName, errorsOnly: errors, sinceMinutes });
  for (const line of lines) console.log(json ? line.text : readable(line));
  if (lines.length === 0) console.error(`No line in the last ${sinceMinutes} minutes.`);
  return true;
});
