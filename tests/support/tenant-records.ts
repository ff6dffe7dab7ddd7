import type { Answer, Caller } from './api.ts';

/** Ids by the names of the path parameters and fields that take them. */
export type Ids = Readonly<Record<string, string>>;

const empty = { agent_execution_graph: { nodes: [], edges: [] } };
const playbookOf = (node: string) => ({ agent_execution_graph: { nodes: [node], edges: [] } });
export const agentBody = {
  agent_name: 'Counter',
  agent_class: 'query',
  system_prompt: 'Count.',
  output_schema: { a: { type: 'string' } },
};
const domainBody = {
  domain_name: 'Water',
  ingestion_playbook: empty,
  query_playbook: empty,
  management_playbook: empty,
};
const toolBody = {
  description: 'Reads the level.',
  endpoint: 'https://example.com/',
  parameters_schema: { type: 'object' },
};
const anImport = (parts: object) => ({
  format: 'domainflow/1',
  agents: [],
  domains: [],
  tools: [],
  ...parts,
});
const civic = 'civic_complaints';

/** For every operation with a body, one that its caller may send about records of their own. `run` keeps names apart. */
export const validBodies: Readonly<Record<string, (own: Ids, run: string) => object>> = {
  agentsCreate: () => agentBody,
  agentsUpdate: () => ({ description: 'changed' }),
  agentsTest: () => ({ text: 'x' }),
  domainsCreate: (_own, run) => ({ ...domainBody, domain_id: `made_${run}` }),
  domainsUpdate: () => ({ description: 'changed' }),
  reportsSubmit: () => ({ domain_id: civic, text: 'A pothole.' }),
  reportsUpdate: () => ({ management_data: { task_details: { note: 'changed' } } }),
  reportsMerge: (own) => ({ incident_ids: [own['second_report']] }),
  reportsUnmerge: (own) => ({ incident_ids: [own['second_report']] }),
  reportsUpload: () => ({ content_type: 'image/png', bytes: 10 }),
  sessionsCreate: () => ({ domain_id: civic }),
  sessionsUpdate: () => ({ title: 'changed' }),
  queriesSubmit: (own) => ({ session_id: own['session_id'], domain_id: civic, question: 'How many?' }),
  teamsCreate: (_own, run) => ({ team_id: `made_${run}`, team_name: 'Made' }),
  teamsUpdate: () => ({ aliases: ['Changed'] }),
  toolsCreate: (_own, run) => ({ ...toolBody, tool_name: `made_${run}` }),
  toolsUpdate: () => ({ description: 'changed' }),
  configImportAll: () => anImport({}),
  settingsUpdate: () => ({ rate_limits: { requests_per_minute: 30_000 } }),
};

const playbooks = ['ingestion_playbook', 'query_playbook', 'management_playbook'] as const;
const domainsNaming = (agent: string): object[] => [
  ...playbooks.map((playbook) => ({ [playbook]: playbookOf(agent) })),
  { query_playbook: { ...empty, settings: { [agent]: { retries: 1 } } } },
  {
    query_playbook: {
      agent_execution_graph: {
        nodes: ['builtin-query-who'],
        edges: [{ from: 'builtin-query-who', to: agent }],
      },
    },
  },
];

/** For every operation whose body names records, bodies that name those of `named` in each of the places. */
export const bodiesNaming: Readonly<Record<string, (named: Ids, own: Ids) => object[]>> = {
  agentsCreate: ({ agent_id, tool_name }) => [
    { ...agentBody, agent_dependencies: [agent_id] },
    { ...agentBody, tools: [tool_name] },
  ],
  agentsUpdate: ({ agent_id, tool_name }) => [{ agent_dependencies: [agent_id] }, { tools: [tool_name] }],
  agentsTest: ({ domain_id }) => [{ text: 'x', domain_id }],
  domainsCreate: ({ agent_id = '' }) =>
    domainsNaming(agent_id).map((part) => ({ ...domainBody, domain_id: 'never_made', ...part })),
  domainsUpdate: ({ agent_id = '' }) => domainsNaming(agent_id),
  reportsSubmit: ({ domain_id }) => [{ domain_id, text: 'A pothole.' }],
  reportsMerge: ({ incident_id }) => [{ incident_ids: [incident_id] }],
  reportsUnmerge: ({ incident_id }) => [{ incident_ids: [incident_id] }],
  sessionsCreate: ({ domain_id }) => [{ domain_id }],
  queriesSubmit: ({ session_id, domain_id }, own) => [
    { session_id, domain_id: civic, question: 'How many?' },
    { session_id: own['session_id'], domain_id, question: 'How many?' },
  ],
  configImportAll: ({ agent_id = '', tool_name }) => [
    anImport({ agents: [{ ...agentBody, agent_id: 'imported', agent_dependencies: [agent_id] }] }),
    anImport({ agents: [{ ...agentBody, agent_id: 'imported', tools: [tool_name] }] }),
    anImport({
      domains: [{ ...domainBody, domain_id: 'imported', query_playbook: playbookOf(agent_id) }],
    }),
  ],
};

/** Ids that nobody has, each of the same form as the real one. */
export const missing: Ids = {
  agent_id: 'agt_00000000000000000000000000',
  domain_id: 'no_such_domain',
  session_id: 'ses_00000000000000000000000000',
  incident_id: 'inc_00000000000000000000000000',
  query_id: 'qry_00000000000000000000000000',
  team_id: 'nobody',
  tool_name: 'no_such_tool',
  backup_id: 'bak_00000000000000000000000000',
  job_id: 'job_inc_00000000000000000000000000_1',
  version: '1',
};

const text = (value: unknown): string => (typeof value === 'string' ? value : '');
export async function make(call: Caller, path: string, body: unknown, idName: string): Promise<string> {
  const answer = await call('POST', path, body);
  if (answer.status >= 300) throw new Error(`${path}: ${answer.text}`);
  return text(answer.body[idName]);
}

/** Waits until the agents are done with a report or a query. */
export async function settle(call: Caller, path: string): Promise<Answer> {
  for (let tries = 0; tries < 400; tries++) {
    const answer = await call('GET', path);
    if (answer.body['status'] !== 'accepted' && answer.body['status'] !== 'processing') return answer;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${path} was not done within 40 s`);
}

/**
 * One record of every kind. `secret` stands in everything that a tenant writes; `own` makes those that everybody may,
 * `admin` the rest.
 */
export async function makeRecords(own: Caller, admin: Caller, secret: string): Promise<Ids> {
  const name = secret.replaceAll('-', '_');
  const session_id = await make(own, '/sessions', { domain_id: civic, title: secret }, 'session_id');
  const report = { domain_id: civic, text: `${secret}: a pothole in Brooklyn` };
  const question = { session_id, domain_id: civic, question: `How many potholes? ${secret}` };
  const incident_id = await make(own, '/reports', report, 'incident_id');
  const second_report = await make(own, '/reports', report, 'incident_id');
  const query_id = await make(own, '/queries', question, 'query_id');
  const domain = { ...domainBody, domain_id: name, description: secret };
  const agent = { ...agentBody, system_prompt: secret };
  const ids = {
    session_id,
    incident_id,
    second_report,
    query_id,
    agent_id: await make(own, '/agents', agent, 'agent_id'),
    domain_id: await make(own, '/domains', domain, 'domain_id'),
    team_id: await make(admin, '/teams', { team_id: name, team_name: secret }, 'team_id'),
    tool_name: await make(
      admin,
      '/tools',
      { ...toolBody, tool_name: name, description: secret },
      'tool_name',
    ),
    backup_id: await make(admin, '/config/backups', undefined, 'backup_id'),
    version: '1',
  };
  const read = await settle(own, `/reports/${incident_id}`);
  await settle(own, `/reports/${second_report}`);
  await settle(own, `/queries/${query_id}`);
  return { ...ids, job_id: text(read.body['job_id']) };
}

const single = {
  agents: 'agent_id',
  domains: 'domain_id',
  reports: 'incident_id',
  sessions: 'session_id',
  queries: 'query_id',
  teams: 'team_id',
  tools: 'tool_name',
};
/** Everything that a tenant sees of its own records, as text. */
export async function everything(call: Caller, ids: Ids): Promise<string> {
  const paths = [
    ...Object.entries(single).map(([kind, name]) => `/${kind}/${ids[name] ?? ''}`),
    ...Object.keys(single).map((kind) => `/${kind}?limit=100`),
    '/config/export',
    '/config/backups',
    '/settings',
    `/agents/${ids['agent_id'] ?? ''}/versions`,
  ];
  const answers: string[] = [];
  for (const path of paths) answers.push(`${path} ${(await call('GET', path)).text}`);
  return answers.join('\n');
}
