/** `npm run sample`: realistic, labelled reports. See the usage below. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { dataOf, makeApiClient, signIn } from './client/client.ts';
import { localOutputs } from './sample/local-outputs.ts';
import { sampleDomains, sampleReports } from './sample/generate.ts';
import type { SampleReport } from './sample/generate.ts';

const usage = `Usage: npm run sample -- [--reports 500] [--seed 1] [--domain <id>] [--until <date>] [--out <file> | --submit]

Makes reports about real places over half a year, each with the labels that a reader should find in it:
category, urgency, sentiment, place, point and time. The same seed gives the same reports.

  --reports <n>    how many; default 500
  --seed <n>       default 1
  --domain <id>    one of ${sampleDomains.join(', ')}; default all
  --until <date>   the newest report is of this day; default today
  --out <file>     one JSON document a line; default standard output
  --submit         sends them to the running local stack instead, where agents read them
  --help           this text`;

const { values } = parseArgs({
  options: {
    reports: { type: 'string', default: '500' },
    seed: { type: 'string', default: '1' },
    domain: { type: 'string' },
    until: { type: 'string' },
    out: { type: 'string' },
    submit: { type: 'boolean', default: false },
    help: { type: 'boolean', default: false },
  },
});

const AT_ONCE = 4;

async function submit(samples: readonly SampleReport[]): Promise<void> {
  const outputs = localOutputs();
  const [user] = outputs.users;
  if (user === undefined) throw new Error('The local stack has no users.');
  const client = makeApiClient(outputs.apiUrl, await signIn({ ...outputs, ...user }));
  const waiting = [...samples];
  const send = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const { domain_id, text, source, labels } = next;
      const body = { domain_id, text, source, occurred_at: labels.event_at };
      dataOf(await client.POST('/api/v1/reports', { body }));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, send));
  console.log(`${samples.length} reports submitted to ${outputs.apiUrl}`);
}

async function main(): Promise<void> {
  const [reports, seed] = [Number(values.reports), Number(values.seed)];
  const until = values.until === undefined ? new Date() : new Date(values.until);
  const domains = values.domain === undefined ? sampleDomains : [values.domain];
  const isValid =
    Number.isInteger(reports) && reports > 0 && Number.isInteger(seed) && !Number.isNaN(until.getTime());
  if (values.help || !isValid || !domains.every((domain) => sampleDomains.includes(domain))) {
    console.log(usage);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const samples = sampleReports({ reports, seed, until, domains });
  if (values.submit) return submit([...samples]);
  const lines = Array.from(samples, (sample) => `${JSON.stringify(sample)}\n`);
  if (values.out === undefined) for (const line of lines) process.stdout.write(line);
  else writeFileSync(values.out, lines.join(''));
}

await main();
