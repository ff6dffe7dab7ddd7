/**
 * `npm run demo`: the product's main job, from nothing to answers, against the local stack. Starts the stack when none
 * runs and then stops it again; a stack that runs already is used and left alone.
 */
import { parseArgs } from 'node:util';
import type { Outputs } from '../lib/local/outputs.ts';
import { dataOf, makeApiClient, signIn } from './client/client.ts';
import type { ApiClient, Query, Report, Session } from './client/client.ts';
import { showAnswer, showReports } from './demo/show.ts';
import { withStack } from './demo/stack.ts';
import { command, questionDomain, questions, reports, team } from './demo/story.ts';
import { bold, dim, red, say } from './demo/terminal.ts';
import { watchJobs } from './demo/watch.ts';

const HELP = `Usage: npm run demo [-- --help]

Submits ${reports.length} reports in three domains, watches the agents work, asks ${questions.length} questions,
gives one command and prints every answer with its sources. Needs no account, key or network.`;

const REQUEST_TIMEOUT_MS = 20_000;
const patientFetch: typeof fetch = (input, init) =>
  fetch(input, { ...init, signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS) });

const readReport = (client: ApiClient, incident_id: string) => async (): Promise<Report> =>
  dataOf(await client.GET('/api/v1/reports/{incident_id}', { params: { path: { incident_id } } }));
const readQuery = (client: ApiClient, query_id: string) => async (): Promise<Query> =>
  dataOf(await client.GET('/api/v1/queries/{query_id}', { params: { path: { query_id } } }));

async function submitReports(client: ApiClient): Promise<Report[]> {
  say(bold(`\nSubmitting ${reports.length} reports`));
  const accepted = await Promise.all(
    reports.map(async ({ domain, text }) => {
      const body = { domain_id: domain, text, source: 'demo' };
      return dataOf(await client.POST('/api/v1/reports', { body }));
    }),
  );
  return watchJobs(
    accepted.map(({ incident_id }, index) => ({
      label: `report ${index + 1}`,
      read: readReport(client, incident_id),
    })),
  );
}

async function ask(client: ApiClient, { session_id, domain_id }: Session, question: string): Promise<Query> {
  say(bold(`\n» ${question}`));
  const { query_id } = dataOf(
    await client.POST('/api/v1/queries', { body: { session_id, domain_id, question } }),
  );
  const [answer] = await watchJobs([{ label: 'agents', read: readQuery(client, query_id) }]);
  if (answer === undefined) throw new Error(`The question was accepted but gave no answer: ${question}`);
  showAnswer(answer);
  return answer;
}

/** The team that the command names; there already when the demonstration ran before on the same state. */
async function ensureTeam(client: ApiClient): Promise<void> {
  const answer = await client.POST('/api/v1/teams', { body: team });
  if (answer.response.status !== 409) dataOf(answer);
}

async function tellTheStory(outputs: Outputs): Promise<void> {
  const user = outputs.users.find(({ groups }) => groups.includes('admin'));
  if (user === undefined)
    throw new Error('The local user pool has no admin; run "npm run reset" and try again.');
  say(dim(`Signed in as ${user.username} of tenant ${user.tenantId} at ${outputs.apiUrl}`));
  const client = makeApiClient(outputs.apiUrl, await signIn({ ...outputs, ...user }), patientFetch);

  await ensureTeam(client);
  showReports(await submitReports(client));
  const session = dataOf(
    await client.POST('/api/v1/sessions', { body: { domain_id: questionDomain, title: 'Demonstration' } }),
  );
  for (const sentence of [...questions, command]) await ask(client, session, sentence);
}

const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
if (values.help === true) {
  say(HELP);
} else {
  const started = Date.now();
  try {
    await withStack(tellTheStory);
    say(
      dim(
        `\nDone in ${Math.round((Date.now() - started) / 1_000)} s. Next: npm start, then the curl line that it prints.`,
      ),
    );
  } catch (error) {
    say(red(`\nThe demonstration stopped: ${error instanceof Error ? error.message : String(error)}`));
    process.exitCode = 1;
  }
}
