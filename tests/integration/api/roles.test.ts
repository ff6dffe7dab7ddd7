import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { operations, type Operation } from '../../../scripts/openapi/operations.ts';
import { startApi, type Answer, type ApiStack, type Caller } from '../../support/api.ts';
import { fill } from '../../support/tenant-places.ts';
import { agentBody, make, makeRecords, validBodies, type Ids } from '../../support/tenant-records.ts';

/** Who may do what within a tenant, and what a body cannot decide. */
let api: ApiStack;
let nora: Caller;
let ids: Ids;
const run = Date.now().toString(36);

beforeAll(async () => {
  api = await startApi();
  nora = api.as('nora');
  ids = await makeRecords(nora, nora, `shared-${run}`);
}, 180_000);
afterAll(async () => {
  await api.stop();
}, 20_000);

const operationOf = (id: string): Operation => {
  const found = operations.find((operation) => operation.id === id);
  if (found === undefined) throw new Error(`no operation ${id}`);
  return found;
};
const call = (who: string, id: string, forged: object = {}, own = ids): Promise<Answer> => {
  const { method, path } = operationOf(id).route.spec;
  const valid = validBodies[id]?.(own, `${who}_${run}`);
  const body = valid === undefined ? undefined : { ...valid, ...forged };
  return api.as(who)(method, fill(path, own), body);
};

const withRecord = operations.filter(({ route }) => route.spec.path.includes('{'));
const forAdmins = operations.filter(({ route }) => route.spec.roles !== undefined).map(({ id }) => id);
/** Every route that changes a record which somebody created. Anybody of the tenant may try an agent, which stores nothing. */
const owned = withRecord
  .filter(({ route: { spec } }) => spec.method !== 'GET' && spec.roles === undefined)
  .map(({ id }) => id)
  .filter((id) => id !== 'agentsTest');

describe('the roles', () => {
  it.each(forAdmins)('%s is for admins', async (id) => {
    for (const who of ['ines', 'sam']) expect((await call(who, id)).status).toBe(403);
  });

  it.each(owned)("%s of somebody else's record is forbidden", async (id) => {
    for (const who of ['ines', 'sam']) {
      const answer = await call(who, id);
      expect(answer.status).toBe(403);
      expect(answer.body['error_code']).toBe('FORBIDDEN');
    }
  });

  it.each(withRecord.filter(({ route }) => route.spec.method === 'GET').map(({ id }) => id))(
    '%s is open to everybody of the tenant',
    async (id) => {
      for (const who of ['ines', 'sam']) expect((await call(who, id)).status).toBe(200);
    },
  );

  it('let members write what they created, and admins everything', async () => {
    const agent_id = await make(api.as('sam'), '/agents', agentBody, 'agent_id');
    const own = await api.as('sam')('PUT', `/agents/${agent_id}`, { description: 'mine' });
    const byAdmin = await nora('PUT', `/agents/${agent_id}`, { description: 'ours' });

    expect([own.status, byAdmin.status]).toEqual([200, 200]);
  });

  it('let nobody put a question into the session of somebody else', async () => {
    const body = { session_id: ids['session_id'], domain_id: 'civic_complaints', question: 'x' };
    expect((await api.as('sam')('POST', '/queries', body)).status).toBe(403);
  });

  it('leave what is built in alone, admins included', async () => {
    const builtin = { agent_id: 'builtin-query-who', domain_id: 'civic_complaints' };
    for (const id of ['agentsUpdate', 'agentsRemove', 'domainsUpdate', 'domainsRemove'])
      for (const who of ['nora', 'ines', 'sam'])
        expect((await call(who, id, {}, { ...ids, ...builtin })).status).toBe(403);
  });
});

/** What clients never decide. Only PUT /reports takes a status, and updates take the version that they expect. */
const forgery = {
  tenant_id: 'hillcrest',
  role: 'admin',
  is_inbuilt: true,
  created_by: 'forged-creator',
  id: 'forged-id',
  created_at: '1999-01-01T00:00:00.000Z',
};
const forgeryFor = (id: string): object =>
  id === 'reportsUpdate' ? forgery : { ...forgery, status: 'closed' };

describe.each([
  ['sam', operations.filter(({ route }) => route.spec.roles === undefined)],
  ['nora', operations.filter(({ route }) => route.spec.roles !== undefined)],
] as const)('what %s cannot decide', (who, allowed) => {
  let own: Ids;
  beforeAll(async () => {
    own = await makeRecords(api.as(who), nora, `own-${who}-${run}`);
  }, 120_000);

  it.each(allowed.filter(({ route }) => route.spec.body !== undefined).map(({ id }) => id))(
    'takes no effect in the body of %s',
    async (id) => {
      const before = await api.as('tariq')('GET', '/config/export');
      const answer = await call(who, id, forgeryFor(id), own);

      expect({ status: answer.status < 300, text: answer.text }).toEqual({ status: true, text: answer.text });
      expect(answer.text).not.toMatch(/forged-|1999-01-01|"tenant_id"|"is_inbuilt":true|"status":"closed"/);
      expect((await api.as('tariq')('GET', '/config/export')).text).toBe(before.text);
      expect((await api.as('sam')('GET', '/settings')).status).toBe(403);
    },
    20_000,
  );

  it('takes no effect in what is stored, nor in an imported document', async () => {
    const document = { agents: [{ ...agentBody, agent_id: `forge_${who}_${run}`, ...forgery }] };
    await call('nora', 'configImportAll', { format: 'domainflow/1', domains: [], tools: [], ...document });
    const kinds = {
      agents: 'agent_id',
      domains: 'domain_id',
      reports: 'incident_id',
      sessions: 'session_id',
    };
    const paths = Object.entries(kinds).map(([kind, name]) => `/${kind}/${own[name] ?? ''}`);
    const stored = await Promise.all(
      [...paths, `/agents/forge_${who}_${run}`].map((path) => nora('GET', path)),
    );

    for (const { status, text } of stored) {
      expect(status).toBe(200);
      expect(text).not.toMatch(/forged-|1999-01-01|"tenant_id"|"is_inbuilt":true|"status":"closed"/);
    }
    for (const { text } of [await api.as('tariq')('GET', '/agents?limit=100')])
      expect(text).not.toContain(run);
  });
});
