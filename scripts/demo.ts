/**
 * `npm run demo`: the product's main job, from nothing to answers, against the local stack. Starts the stack when none
 * runs and then stops it again; a stack that runs already is used and left alone.
 */
import { parseArgs } from 'node:util';
import type { Query } from '../lib/domain/query.ts';
import type { Report } from '../lib/domain/report.ts';
import type { Session } from '../lib/domain/session.ts';
import { signIn } from '../lib/local/launch.ts';
import type { Outputs } from '../lib/local/outputs.ts';
import { makeClient, RequestFailed, type Client } from './demo/client.ts';
import { showAnswer, showReports } from './demo/show.ts';
import { withStack } from './demo/stack.ts';
import { command, questionDomain, questions, reports, team } from './demo/story.ts';
import { bold, dim, red, say } from './demo/terminal.ts';
import { watchJobs } from './demo/watch.ts';

const HELP = `Usage: npm run demo [-- --help]

Submits ${reports.length} reports in three domains, watches the agents work, asks ${questions.length} questions,
gives one command and prints every answer with its sources. Needs no account, key or network.`;

interface AcceptedReport {
  job_id: string;
  incident_id: string;
}
interface AcceptedQuery {
  job_id: string;
  query_id: string;
}

async function submitReports(client: Client): Promise<Report[]> {
  say(bold(`\nSubmitting ${reports.length} reports`));
  const accepted = await Promise.all(
    reports.map(({ domain, text }) =>
      client.post<AcceptedReport>('/reports', { domain_id: domain, text, source: 'demo' }),
    ),
  );
  return watchJobs(
    accepted.map(({ incident_id }, index) => ({
      label: `report ${index + 1}`,
      read: () => client.get<Report>(`/reports/${incident_id}`),
    })),
  );
}

async function ask(client: Client, session: Session, question: string): Promise<Query> {
  say(bold(`\n» ${question}`));
  const { query_id } = await client.post<AcceptedQuery>('/queries', {
    session_id: session.session_id,
    domain_id: session.domain_id,
    question,
  });
  const [answer] = await watchJobs([
    { label: 'agents', read: () => client.get<Query>(`/queries/${query_id}`) },
  ]);
  if (answer === undefined) throw new Error(`The question was accepted but gave no answer: ${question}`);
  showAnswer(answer);
  return answer;
}

/** The team that the command names; there already when the demonstration ran before on the same state. */
async function ensureTeam(client: Client): Promise<void> {
  await client.post('/teams', team).catch((error: unknown) => {
    if (!(error instanceof RequestFailed && error.status === 409)) throw error;
  });
}

async function tellTheStory(outputs: Outputs): Promise<void> {
  const user = outputs.users.find(({ groups }) => groups.includes('admin'));
  if (user === undefined)
    throw new Error('The local user pool has no admin; run "npm run reset" and try again.');
  say(dim(`Signed in as ${user.username} of tenant ${user.tenantId} at ${outputs.apiUrl}`));
  const { idToken } = await signIn(outputs, user.username, user.password);
  const client = makeClient(outputs.apiUrl, idToken);

  await ensureTeam(client);
  showReports(await submitReports(client));
  const session = await client.post<Session>('/sessions', {
    domain_id: questionDomain,
    title: 'Demonstration',
  });
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
