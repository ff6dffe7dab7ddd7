import assert from 'node:assert/strict';
import { area, kept, skip, type Context } from '../check.ts';
import { isInstant, ok, problemPaths, refused } from '../expectations.ts';
import { domain_id } from './reports.ts';

const adminOnly = ({ isAdmin }: Context): void => {
  if (!isAdmin) skip('needs an admin');
};

export const dataChecks = area('data', {
  'maps reports in a box': async (context) => {
    const query = { domain_id, bbox: '-75,40,-73,41' };
    const answer = ok(await context.api.GET('/api/v1/data/geo', { params: { query } }));
    assert.equal(answer.type, 'FeatureCollection');
    assert.ok(JSON.stringify(answer).includes(kept(context, 'report')));
  },
  'takes bounds as a synonym of bbox': async ({ api }) => {
    const query = { domain_id, bounds: '10,-50,11,-49' };
    assert.equal(ok(await api.GET('/api/v1/data/geo', { params: { query } })).features.length, 0);
  },
  'counts by group': async ({ api }) => {
    const query = { domain_id, group_by: 'status' };
    const { aggregations, total } = ok(await api.GET('/api/v1/data/aggregated', { params: { query } }));
    assert.equal(
      aggregations.reduce((sum, { count }) => sum + count, 0),
      total,
    );
  },
  'refuses a group that is none': async ({ raw }) => {
    const answer = await raw('GET', `/data/aggregated?domain_id=${domain_id}&group_by=tenant_id`);
    assert.deepEqual(problemPaths(answer), ['query.group_by']);
  },
  'counts over time': async ({ api }) => {
    const query = { domain_id, interval: 'day' as const };
    const { timeseries, total } = ok(await api.GET('/api/v1/data/timeseries', { params: { query } }));
    assert.equal(
      timeseries.reduce((sum, { count }) => sum + count, 0),
      total,
    );
  },
  'finds hotspots': async ({ api }) => {
    assert.ok(
      ok(await api.GET('/api/v1/data/hotspots', { params: { query: { domain_id } } })).hotspots.length > 0,
    );
  },
  'does not know data of an unknown domain': async ({ raw }) => {
    refused(await raw('GET', '/data/geo?domain_id=no_such_domain'), 404);
  },
});

export const toolChecks = area('tools', {
  'lists the eight built-in tools': async ({ api }) => {
    const { tools } = ok(await api.GET('/api/v1/tools', { params: { query: { limit: 100 } } }));
    assert.equal(tools.filter(({ is_inbuilt }) => is_inbuilt).length, 8);
  },
  'registers a tool and never shows its secret': async (context) => {
    adminOnly(context);
    const tool_name = `verify_${context.run}`;
    const answer = await context.raw('POST', '/tools', {
      body: {
        tool_name,
        description: 'Water level of a river.',
        endpoint: 'https://example.com/level',
        parameters_schema: { type: 'object', properties: { river: { type: 'string' } } },
        auth: { type: 'bearer', secret: 'top-secret-value' },
      },
    });
    assert.equal(answer.status, 201, JSON.stringify(answer.body));
    context.kept.set('tool', tool_name);
    context.made.push(`/tools/${tool_name}`);
    const read = await context.raw('GET', `/tools/${tool_name}`);
    assert.doesNotMatch(JSON.stringify([answer.body, read.body]), /top-secret-value|sealed/);
    assert.deepEqual((read.body as { auth: unknown }).auth, { type: 'bearer', has_secret: true });
  },
  'refuses endpoints inside networks': async (context) => {
    adminOnly(context);
    for (const host of ['127.0.0.1', '169.254.169.254', '[::ffff:10.0.0.1]', '2130706433', 'localhost']) {
      const body = {
        tool_name: 'inside',
        description: 'x',
        endpoint: `https://${host}/`,
        parameters_schema: { type: 'object' },
      };
      assert.deepEqual(problemPaths(await context.raw('POST', '/tools', { body })), ['$.endpoint'], host);
    }
  },
  'refuses to change a built-in tool': async (context) => {
    adminOnly(context);
    refused(await context.raw('PUT', '/tools/raise_error', { body: { description: 'x' } }), 403);
    refused(await context.raw('DELETE', '/tools/raise_error'), 403);
  },
  'deletes a tool': async (context) => {
    const path = { tool_name: kept(context, 'tool') };
    ok(await context.api.DELETE('/api/v1/tools/{tool_name}', { params: { path } }));
    refused(await context.raw('GET', `/tools/${path.tool_name}`), 404);
  },
});

export const teamChecks = area('teams', {
  'creates a team': async (context) => {
    adminOnly(context);
    const team_id = `verify-${context.run}`;
    const body = { team_id, team_name: `Roads ${context.run}`, aliases: ['potholes'] };
    assert.equal(ok(await context.api.POST('/api/v1/teams', { body }), 201).team_id, team_id);
    context.kept.set('team', team_id);
    context.made.push(`/teams/${team_id}`);
  },
  'lists, gets and changes a team': async (context) => {
    const path = { team_id: kept(context, 'team') };
    const { teams } = ok(await context.api.GET('/api/v1/teams', { params: { query: { limit: 100 } } }));
    assert.ok(teams.some(({ team_id }) => team_id === path.team_id));
    ok(await context.api.PUT('/api/v1/teams/{team_id}', { params: { path }, body: { members: ['x'] } }));
    const team = ok(await context.api.GET('/api/v1/teams/{team_id}', { params: { path } }));
    assert.deepEqual([team.members, team.aliases], [['x'], ['potholes']]);
  },
  'refuses a team id that is taken': async (context) => {
    const body = { team_id: kept(context, 'team'), team_name: 'Twice' };
    refused(await context.raw('POST', '/teams', { body }), 409, 'CONFLICT');
  },
  'deletes a team': async (context) => {
    const path = { team_id: kept(context, 'team') };
    ok(await context.api.DELETE('/api/v1/teams/{team_id}', { params: { path } }));
    refused(await context.raw('GET', `/teams/${path.team_id}`), 404);
  },
});

export const configChecks = area('configuration', {
  'exports the same text for the same configuration': async ({ raw }) => {
    const [first, second] = [await raw('GET', '/config/export'), await raw('GET', '/config/export')];
    assert.equal(first.status, 200);
    assert.equal(JSON.stringify(first.body), JSON.stringify(second.body));
  },
  'imports what was exported without a change': async (context) => {
    adminOnly(context);
    const { body } = await context.raw('GET', '/config/export');
    const answer = await context.raw('POST', '/config/import?dry_run=true', { body });
    assert.equal(answer.status, 200, JSON.stringify(answer.body));
    const { plan, dry_run } = answer.body as { plan: { action: string }[]; dry_run: boolean };
    assert.equal(dry_run, true);
    assert.ok(plan.every(({ action }) => action === 'unchanged'));
  },
  'names every problem of an import and writes nothing': async (context) => {
    adminOnly(context);
    const agent = { agent_name: 'x', agent_class: 'query', system_prompt: 'x', output_schema: { a: {} } };
    const agents = [
      { ...agent, agent_id: 'import-a', tools: ['no_such_tool'] },
      { ...agent, agent_id: 'import-b', agent_dependencies: ['import-c'] },
    ];
    const body = { format: 'domainflow/1', agents, domains: [], tools: [] };
    const paths = problemPaths(await context.raw('POST', '/config/import', { body }));
    assert.deepEqual(paths, ['$.agents[0].tools[0]', '$.agents[1].agent_dependencies[0]']);
    refused(await context.raw('GET', '/agents/import-a'), 404);
  },
  'backs up and restores': async (context) => {
    adminOnly(context);
    const { backup_id } = ok(await context.api.POST('/api/v1/config/backups'), 201);
    const { backups } = ok(await context.api.GET('/api/v1/config/backups'));
    assert.equal(backups[0]?.backup_id, backup_id);
    const { plan } = ok(
      await context.api.POST('/api/v1/config/backups/{backup_id}/restore', {
        params: { path: { backup_id } },
      }),
    );
    assert.ok(plan.every(({ action }) => action === 'unchanged'));
  },
  'says where retired routes have gone': async ({ raw }) => {
    assert.match(
      String(refused(await raw('GET', '/config?type=agent'), 410, 'GONE')['error']),
      /\/api\/v1\//,
    );
    assert.match(String(refused(await raw('POST', '/config/domains'), 410)['error']), /\/api\/v1\/domains/);
  },
});

export const operationChecks = area('operations', {
  'shows settings to admins': async (context) => {
    adminOnly(context);
    const settings = ok(await context.api.GET('/api/v1/settings'));
    assert.ok(settings.rate_limits.requests_per_minute > 0);
    assert.ok('tokens' in settings.daily_budget);
  },
  'refuses settings that make no sense': async (context) => {
    adminOnly(context);
    const body = { model: 'gpt', daily_budget: { usd: -1 }, rate_limits: { jobs_per_minute: 0 } };
    assert.deepEqual(problemPaths(await context.raw('PUT', '/settings', { body })).sort(), [
      '$.daily_budget.usd',
      '$.model',
      '$.rate_limits.jobs_per_minute',
    ]);
  },
  'sums usage the same by every group': async ({ api }) => {
    const totals = [];
    for (const group_by of ['agent', 'domain', 'model', 'day'] as const) {
      const { usage, total } = ok(await api.GET('/api/v1/usage', { params: { query: { group_by } } }));
      assert.equal(
        usage.reduce((sum, { calls }) => sum + calls, 0),
        total.calls,
      );
      totals.push(total.calls);
    }
    assert.equal(new Set(totals).size, 1);
  },
  'refuses usage of too many days': async ({ raw }) => {
    assert.deepEqual(problemPaths(await raw('GET', '/usage?from=2020-01-01&to=2026-01-01')), ['query.to']);
  },
  'gives a ticket for the live connection': async ({ api }) => {
    const { ticket, expires_at } = ok(await api.POST('/api/v1/realtime/tickets'), 201);
    assert.ok(ticket.length >= 20);
    isInstant(expires_at);
    assert.ok(Date.parse(expires_at) - Date.now() < 120_000);
  },
  'does not know a missing job': async ({ raw }) => {
    refused(await raw('GET', '/jobs/job_qry_00000000000000000000000000'), 404);
  },
});
