/**
 * Scores the intelligence on the labelled sets of tests/evals: `npm run eval [-- dev|heldout] [--misses] [--write]`.
 * MODEL, MODEL_BASE_URL and MODEL_API_KEY choose another model than the embedded one; AWS_REGION and the usual AWS variables serve
 * bedrock. Below a floor of tests/evals/floors.json it ends with 1 (embedded model only). `--write` renews tests/evals/results.md.
 */
import { writeFileSync } from 'node:fs';
import { arch, cpus, platform } from 'node:os';
import { readStore, type Half } from '../tests/evals/data.ts';
import { evaluate, toTable } from '../tests/evals/evaluate.ts';
import { belowFloor, readFloors } from '../tests/evals/floors.ts';
import { makeSubject } from './eval/subject.ts';

const at = (path: string) => new URL(`../tests/evals/${path}`, import.meta.url);
const options = process.argv.slice(2);
const half: Half = options.includes('dev') ? 'dev' : 'heldout';
const {
  MODEL: model = 'embedded',
  MODEL_BASE_URL: baseUrl,
  MODEL_API_KEY: apiKey,
  AWS_REGION: region,
} = process.env;
const {
  AWS_ACCESS_KEY_ID: accessKeyId = '',
  AWS_SECRET_ACCESS_KEY: secretAccessKey = '',
  AWS_SESSION_TOKEN: sessionToken,
} = process.env;
const credentials =
  accessKeyId === '' ? undefined : () => Promise.resolve({ accessKeyId, secretAccessKey, sessionToken });

const machine = `${platform()} ${arch()}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, Node ${process.version}`;
const started = Date.now();
const evaluation = await evaluate(
  makeSubject({ model, baseUrl, apiKey, region, credentials }, readStore()),
  half,
  { authors: model === 'embedded' && half === 'heldout' },
);
const table = toTable(evaluation);
console.log(`${model}, ${((Date.now() - started) / 1_000).toFixed(1)} s\n${table}`);
if (options.includes('--misses')) for (const miss of evaluation.misses) console.log(JSON.stringify(miss));
if (options.includes('--write')) {
  const day = new Date().toISOString().slice(0, 10);
  const text = `# Results on the held-out half\n\nModel \`${model}\`, ${day}, ${machine}. Written by \`npm run eval -- --write\`; \`silentlyWrong\` and \`wrongWrite\` count errors.\n\n\`\`\`\n${table}\`\`\`\n`;
  writeFileSync(at('results.md'), text);
}
const failures =
  model === 'embedded' && half === 'heldout' ? belowFloor(evaluation.measures, readFloors()) : [];
for (const failure of failures) console.log(`below the floor: ${failure}`);
if (failures.length > 0) process.exitCode = 1;
