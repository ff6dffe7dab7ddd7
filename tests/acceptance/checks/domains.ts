import assert from 'node:assert/strict';
import { area, kept, type Context } from '../check.ts';
import { hasMetadata, ok, problemPaths, refused } from '../expectations.ts';

const playbook = (nodes: string[], edges: { from: string; to: string }[] = []) => ({
  agent_execution_graph: { nodes, edges },
});
const ingestion = playbook([
  'builtin-ingestion-geo',
  'builtin-ingestion-temporal',
  'builtin-ingestion-entity',
]);
const query = playbook(['builtin-query-what', 'builtin-query-where']);
const management = playbook(['builtin-management-status-updater']);

const document = (domain_id: string) => ({
  domain_id,
  domain_name: 'Water works',
  ingestion_playbook: ingestion,
  query_playbook: query,
  management_playbook: management,
  places: [{ name: 'Mill Lane', aliases: ['the lane'], lon: 4.35, lat: 50.85 }],
  home: { country: 'BE', timezone: 'Europe/Brussels', language: 'fr' },
  categories: [{ key: 'leak', label: 'Leak', synonyms: ['burst pipe'] }],
});
const idOf = ({ run }: Context): string => `verify_${run}`;

export const domainChecks = area('domains', {
  'lists domains, the built-in three included': async ({ api }) => {
    const { domains } = ok(await api.GET('/api/v1/domains', { params: { query: { limit: 100 } } }));
    const ids = domains.map(({ domain_id }) => domain_id);
    for (const id of ['civic_complaints', 'disaster_response', 'agriculture'])
      assert.ok(ids.includes(id), id);
  },
  'creates a domain': async (context) => {
    const body = document(idOf(context));
    const domain = ok(await context.api.POST('/api/v1/domains', { body }), 201);
    context.kept.set('domain', domain.domain_id);
    context.made.push(`/domains/${domain.domain_id}`);
    hasMetadata(domain);
    assert.equal(domain.version, 1);
    assert.ok(Array.isArray(domain.warnings));
  },
  'gets a domain with its three playbooks': async (context) => {
    const path = { domain_id: kept(context, 'domain') };
    const domain = ok(await context.api.GET('/api/v1/domains/{domain_id}', { params: { path } }));
    assert.deepEqual(domain.ingestion_playbook.agent_execution_graph, ingestion.agent_execution_graph);
    assert.deepEqual(domain.query_playbook.agent_execution_graph, query.agent_execution_graph);
    assert.deepEqual(domain.management_playbook.agent_execution_graph, management.agent_execution_graph);
    assert.equal(domain.home.timezone, 'Europe/Brussels');
    assert.equal(domain.home.language, 'fr');
    assert.equal(domain.places[0]?.name, 'Mill Lane');
  },
  'updates a domain and counts its version': async (context) => {
    const path = { domain_id: kept(context, 'domain') };
    const body = { domain_name: 'Water works, new', version: 1 };
    const domain = ok(await context.api.PUT('/api/v1/domains/{domain_id}', { params: { path }, body }));
    assert.equal(domain.version, 2);
  },
  'refuses an update of an old version': async (context) => {
    const body = { domain_name: 'Too late', version: 1 };
    refused(
      await context.raw('PUT', `/domains/${kept(context, 'domain')}`, { body }),
      409,
      'VERSION_CONFLICT',
    );
  },
  'refuses an id that is taken': async (context) => {
    const body = document(kept(context, 'domain'));
    refused(await context.raw('POST', '/domains', { body }), 409, 'CONFLICT');
  },
  'refuses an id out of form': async ({ raw }) => {
    assert.ok(
      problemPaths(await raw('POST', '/domains', { body: document('Not-A-Slug') })).includes('$.domain_id'),
    );
  },
  'refuses a language that is no code': async ({ raw, run }) => {
    const body = { ...document(`spoken_${run}`), home: { language: "fr' --" } };
    assert.ok(problemPaths(await raw('POST', '/domains', { body })).includes('$.home.language'));
  },
  'names every problem of the playbooks at once': async ({ raw, run }) => {
    const graph = playbook(
      ['builtin-query-what', 'builtin-query-what', 'no-such-agent', 'builtin-ingestion-geo'],
      [{ from: 'builtin-query-what', to: 'elsewhere' }],
    );
    const body = { ...document(`broken_${run}`), query_playbook: graph };
    const paths = problemPaths(await raw('POST', '/domains', { body }));
    const at = '$.query_playbook.agent_execution_graph';
    for (const path of [`${at}.nodes[1]`, `${at}.nodes[2]`, `${at}.nodes[3]`, `${at}.edges[0].to`]) {
      assert.ok(paths.includes(path), `${path} is not among ${paths.join(', ')}`);
    }
  },
  'refuses a circle of edges and names its path': async ({ raw, run }) => {
    const [a, b] = ['builtin-query-what', 'builtin-query-where'];
    const circle = playbook(
      [a, b],
      [
        { from: a, to: b },
        { from: b, to: a },
      ],
    );
    const answer = await raw('POST', '/domains', {
      body: { ...document(`circle_${run}`), query_playbook: circle },
    });
    assert.match(
      String(refused(answer, 400)['error']),
      /circular.*builtin-query-what -> builtin-query-where/,
    );
  },
  'refuses more than fifty nodes': async ({ raw, run }) => {
    const nodes = Array.from({ length: 51 }, (_, index) => `agent-${index}`);
    const body = { ...document(`large_${run}`), query_playbook: playbook(nodes) };
    assert.ok(problemPaths(await raw('POST', '/domains', { body })).some((path) => path.endsWith('.nodes')));
  },
  'refuses to change or delete a built-in domain': async ({ raw }) => {
    refused(await raw('PUT', '/domains/civic_complaints', { body: { domain_name: 'x' } }), 403);
    refused(await raw('DELETE', '/domains/civic_complaints'), 403);
  },
  'does not know a missing domain': async ({ raw }) => {
    refused(await raw('GET', '/domains/no_such_domain'), 404, 'NOT_FOUND');
  },
  'deletes a domain': async (context) => {
    const path = { domain_id: kept(context, 'domain') };
    const answer = ok(await context.api.DELETE('/api/v1/domains/{domain_id}', { params: { path } }));
    assert.equal(answer.domain_id, path.domain_id);
    refused(await context.raw('GET', `/domains/${path.domain_id}`), 404);
  },
});
