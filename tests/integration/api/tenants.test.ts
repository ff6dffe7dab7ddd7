import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { operations } from '../../../scripts/openapi/operations.ts';
import { startApi, type Answer, type ApiStack, type Caller } from '../../support/api.ts';
import { bodiesNaming, everything, make, makeRecords, missing } from '../../support/tenant-records.ts';
import { validBodies, type Ids } from '../../support/tenant-records.ts';
import {
  namesRecords,
  places,
  queryNames,
  required,
  shape,
  type Place,
} from '../../support/tenant-places.ts';
import { connectSocket } from '../../support/sockets.ts';

/** Every route, called by each role of each of two tenants, with what the other tenant has in every place that takes an id. */
const tenants = ['riverside', 'hillcrest'] as const;
type Tenant = (typeof tenants)[number];
const roles = ['admin', 'analyst', 'member'] as const;
const other: Readonly<Record<Tenant, Tenant>> = { riverside: 'hillcrest', hillcrest: 'riverside' };
const callers = tenants.flatMap((tenant) => roles.map((role) => ({ tenant, role })));

interface Side {
  admin: Caller;
  ids: Ids;
  secret: string;
}
let api: ApiStack;
let sides: Record<Tenant, Side>;
const run = Date.now().toString(36);
const answersByAll: string[] = [];

async function makeSide(tenant: Tenant): Promise<Side> {
  const admin = api.of(tenant, 'admin');
  const secret = `secret-of-${tenant}-${run}`;
  return { admin, secret, ids: await makeRecords(admin, admin, secret) };
}

beforeAll(async () => {
  api = await startApi();
  sides = { riverside: await makeSide('riverside'), hillcrest: await makeSide('hillcrest') };
}, 240_000);
afterAll(async () => {
  await api.stop();
}, 20_000);

const send = (call: Caller, { operation, attempt }: Place, named: Ids, own: Ids): Promise<Answer> => {
  const { path, body } = attempt(named, own);
  return call(operation.route.spec.method, path, body);
};

/** A filter by what does not exist finds nothing, and what was never merged needs no parting. */
const harmless = new Set([
  'reportsList, query domain_id',
  'queriesList, query session_id',
  'reportsUnmerge, body 1',
]);

describe('the matrix', () => {
  it('has a body for every operation that takes one, and every place that names records', () => {
    const withBody = operations.filter(({ route }) => route.spec.body !== undefined).map(({ id }) => id);
    expect(withBody.filter((id) => validBodies[id] === undefined)).toEqual([]);
    const naming = operations.filter(({ route: { spec } }) => namesRecords(spec)).map(({ id }) => id);
    expect(naming.filter((id) => bodiesNaming[id] === undefined)).toEqual([]);
    expect(naming.length).toBeGreaterThan(8);
    expect(places.length).toBeGreaterThan(60);
  });
});

describe.each(callers)('$role of $tenant', ({ tenant, role }) => {
  it(`meets nothing of the other tenant in any of ${places.length} places`, async () => {
    const call = api.of(tenant, role);
    const { ids: own } = sides[tenant];
    const { ids: foreign, secret } = sides[other[tenant]];
    const wrong: unknown[] = [];
    for (const place of places) {
      const answered = await send(call, place, foreign, own);
      const absent = await send(call, place, missing, own);
      const about = { operation: place.operation.id, place: place.place, answered: answered.text };
      const [seen, expected] = [shape(answered, foreign), shape(absent, missing)];
      if (JSON.stringify(seen) !== JSON.stringify(expected)) wrong.push({ ...about, absent: absent.text });
      if (answered.text.includes(secret)) wrong.push({ ...about, leaks: true });
      if (answered.status < 400 && !harmless.has(`${place.operation.id}, ${place.place}`))
        wrong.push({ ...about, accepted: true });
      answersByAll.push(place.operation.id);
    }

    expect(wrong).toEqual([]);
  }, 120_000);

  it('sees nothing of the other tenant in any list, nor by its cursors', async () => {
    const call = api.of(tenant, role);
    const { secret, admin, ids } = sides[other[tenant]];
    const leaks: string[] = [];
    for (const operation of operations.filter(({ route: { spec } }) => spec.method === 'GET')) {
      const { path } = operation.route.spec;
      if (path.includes('{')) continue;
      const query =
        operation.id === 'usageReport'
          ? 'group_by=agent'
          : `${required}&domain_id=civic_complaints&limit=100`;
      const answers = [await call('GET', `${path}?${query}`)];
      if (queryNames(operation).includes('cursor')) {
        const first = await admin('GET', `${path}?limit=1`);
        const { next_cursor } = (first.body['pagination'] ?? {}) as { next_cursor?: string };
        if (typeof next_cursor === 'string')
          answers.push(await call('GET', `${path}?limit=100&cursor=${encodeURIComponent(next_cursor)}`));
      }
      for (const { text, status } of answers) {
        if (status >= 500 || text.includes(secret) || text.includes(ids['incident_id'] ?? '-'))
          leaks.push(`${path} ${text}`);
      }
    }

    expect(leaks).toEqual([]);
  }, 60_000);

  it('hears nothing of the other tenant over a socket', async () => {
    const { ids, admin } = sides[other[tenant]];
    const { body } = await api.of(tenant, role)('POST', '/realtime/tickets', { tenant_id: other[tenant] });
    const socket = await connectSocket(api.outputs.websocketUrl, String(body['ticket']));
    const topics = [
      { job_id: missing['job_id'] },
      { job_id: ids['job_id'] },
      { session_id: missing['session_id'] },
      { session_id: ids['session_id'] },
    ];
    for (const topic of topics) await socket.ask({ action: 'subscribe', after: 0, ...topic });
    const question = {
      session_id: ids['session_id'],
      domain_id: 'civic_complaints',
      question: 'How many potholes?',
    };
    const query_id = await make(admin, '/queries', question, 'query_id');
    for (let tries = 0; tries < 100; tries++) {
      const { status } = (await admin('GET', `/queries/${query_id}`)).body;
      if (status !== 'accepted' && status !== 'processing') break;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await admin('DELETE', `/queries/${query_id}`);
    socket.close();

    expect(socket.heard).toHaveLength(topics.length);
    expect(new Set(socket.heard).size).toBe(1);
    expect(socket.heard[0]).toContain('There is no such job or session.');
  }, 60_000);
});

describe('afterwards', () => {
  it.each(tenants)(
    '%s has all that it had, and nothing else',
    async (tenant) => {
      const { admin, ids, secret } = sides[tenant];
      const before = await everything(admin, ids);
      for (const role of roles) {
        const call = api.of(other[tenant], role);
        for (const place of places) await send(call, place, ids, sides[other[tenant]].ids);
      }

      expect(await everything(admin, ids)).toBe(before);
      expect(before).toContain(secret);
      expect(before).not.toContain('"error_code"');
      expect(before).not.toContain(sides[other[tenant]].secret);
    },
    120_000,
  );

  it('has called every route with a record of its own for every role of both tenants', () => {
    const expected = operations.filter(({ route }) => route.spec.path.includes('{')).map(({ id }) => id);
    for (const id of expected)
      expect(answersByAll.filter((called) => called === id).length).toBeGreaterThanOrEqual(callers.length);
  });
});

describe('names', () => {
  it('that another tenant has are free', async () => {
    const { ids } = sides.riverside;
    const call = sides.hillcrest.admin;
    const domain = { ...validBodies['domainsCreate']?.({}, run), domain_id: ids['domain_id'] };
    const team = { team_id: ids['team_id'], team_name: 'Ours' };
    const tool = { ...validBodies['toolsCreate']?.({}, run), tool_name: ids['tool_name'] };
    const made = [
      await call('POST', '/domains', domain),
      await call('POST', '/teams', team),
      await call('POST', '/tools', tool),
    ];

    expect(made.map(({ status }) => status)).toEqual([201, 201, 201]);
    for (const { text } of made) expect(text).not.toContain(sides.riverside.secret + '"');
  });
});
