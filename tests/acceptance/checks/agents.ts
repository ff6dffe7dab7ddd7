import assert from 'node:assert/strict';
import { area, kept } from '../check.ts';
import { hasMetadata, ok, problemPaths, refused } from '../expectations.ts';

const prompt = 'Count the injured people in the report.';

export const agentChecks = area('agents', {
  'lists agents with pagination and ownership': async ({ api }) => {
    const { agents, pagination } = ok(await api.GET('/api/v1/agents'));
    assert.ok(agents.length > 0);
    assert.ok(agents.every(({ created_by_me }) => typeof created_by_me === 'boolean'));
    assert.ok(pagination.total >= agents.length);
  },
  'filters agents by class': async ({ api }) => {
    const query = { agent_class: 'ingestion' } as const;
    const { agents } = ok(await api.GET('/api/v1/agents', { params: { query } }));
    assert.ok(agents.length >= 3);
    assert.ok(agents.every(({ agent_class }) => agent_class === 'ingestion'));
  },
  'has the seventeen built-in agents': async ({ api }) => {
    const { agents } = ok(await api.GET('/api/v1/agents', { params: { query: { limit: 100 } } }));
    assert.ok(agents.filter(({ agent_id }) => agent_id.startsWith('builtin-')).length >= 17);
  },
  'creates an agent': async (context) => {
    const agent = ok(
      await context.api.POST('/api/v1/agents', {
        body: {
          agent_name: `Injured ${context.run}`,
          agent_class: 'ingestion',
          system_prompt: prompt,
          output_schema: { injured: { type: 'integer' } },
        },
      }),
      201,
    );
    context.kept.set('agent', agent.agent_id);
    context.made.push(`/agents/${agent.agent_id}`);
    hasMetadata(agent);
    assert.equal(agent.version, 1);
    assert.equal(agent.max_output_keys, 5);
    assert.equal(agent.enabled, true);
    assert.equal(agent.is_inbuilt, false);
  },
  'gets an agent with its dependency graph': async (context) => {
    const path = { agent_id: kept(context, 'agent') };
    const agent = ok(await context.api.GET('/api/v1/agents/{agent_id}', { params: { path } }));
    assert.equal(agent.system_prompt, prompt);
    assert.deepEqual(
      agent.dependency_graph.nodes.map(({ id }) => id),
      [path.agent_id],
    );
  },
  'updates an agent and counts its version': async (context) => {
    const path = { agent_id: kept(context, 'agent') };
    const body = { description: 'Changed.', version: 1 };
    const agent = ok(await context.api.PUT('/api/v1/agents/{agent_id}', { params: { path }, body }));
    assert.equal(agent.version, 2);
    assert.equal(agent.description, 'Changed.');
  },
  'refuses an update of an old version': async (context) => {
    const body = { description: 'Too late.', version: 1 };
    refused(await context.raw('PUT', `/agents/${kept(context, 'agent')}`, { body }), 409, 'VERSION_CONFLICT');
  },
  'keeps the versions of an agent': async (context) => {
    const path = { agent_id: kept(context, 'agent') };
    const { versions } = ok(
      await context.api.GET('/api/v1/agents/{agent_id}/versions', { params: { path } }),
    );
    assert.deepEqual(versions.map(({ version }) => version).sort(), [1, 2]);
  },
  'restores an earlier version as the newest': async (context) => {
    const path = { agent_id: kept(context, 'agent'), version: 1 };
    const agent = ok(
      await context.api.POST('/api/v1/agents/{agent_id}/versions/{version}/restore', { params: { path } }),
    );
    assert.equal(agent.version, 3);
    assert.equal(agent.description, '');
  },
  'tries an agent without storing anything': async (context) => {
    const path = { agent_id: kept(context, 'agent') };
    const body = { text: 'A bus crashed, 3 people were injured.' };
    const trial = ok(await context.api.POST('/api/v1/agents/{agent_id}/test', { params: { path }, body }));
    assert.equal(trial.status, 'success');
    assert.ok(trial.output !== null && 'injured' in trial.output);
    assert.ok(trial.duration_ms >= 0);
  },
  'shows that an agent refuses when it is told to': async (context) => {
    const agent = ok(
      await context.api.POST('/api/v1/agents', {
        body: {
          agent_name: `Refusing ${context.run}`,
          agent_class: 'ingestion',
          system_prompt: 'Always fail with the message "closed today".',
          output_schema: { anything: { type: 'string' } },
        },
      }),
      201,
    );
    context.made.push(`/agents/${agent.agent_id}`);
    const path = { agent_id: agent.agent_id };
    const trial = ok(
      await context.api.POST('/api/v1/agents/{agent_id}/test', { params: { path }, body: { text: 'x' } }),
    );
    assert.equal(trial.status, 'error');
    assert.match(trial.error_message ?? '', /closed today/);
  },
  'points the dependency graph from the dependency to the dependent': async (context) => {
    const agent = ok(
      await context.api.POST('/api/v1/agents', {
        body: {
          agent_name: `Dependent ${context.run}`,
          agent_class: 'ingestion',
          system_prompt: prompt,
          output_schema: { sum: { type: 'integer' } },
          agent_dependencies: [kept(context, 'agent')],
        },
      }),
      201,
    );
    context.kept.set('dependent', agent.agent_id);
    context.made.push(`/agents/${agent.agent_id}`);
    const path = { agent_id: agent.agent_id };
    const { dependency_graph } = ok(await context.api.GET('/api/v1/agents/{agent_id}', { params: { path } }));
    assert.deepEqual(dependency_graph.edges, [{ from: kept(context, 'agent'), to: agent.agent_id }]);
  },
  'refuses a circle and names its whole path': async (context) => {
    const [agent, dependent] = [kept(context, 'agent'), kept(context, 'dependent')];
    const answer = await context.raw('PUT', `/agents/${agent}`, {
      body: { agent_dependencies: [dependent] },
    });
    const { error } = refused(answer, 400, 'INVALID_INPUT');
    assert.match(String(error), /circular/);
    assert.match(String(error), new RegExp(`${agent} -> ${dependent} -> ${agent}`));
  },
  'refuses to delete an agent that is used, naming the user': async (context) => {
    const answer = await context.raw('DELETE', `/agents/${kept(context, 'agent')}`);
    assert.match(String(refused(answer, 409, 'IN_USE')['error']), new RegExp(kept(context, 'dependent')));
  },
  'names every problem of an agent at once': async ({ raw }) => {
    const paths = problemPaths(
      await raw('POST', '/agents', {
        body: {
          agent_name: '',
          agent_class: 'other',
          system_prompt: 'x',
          tools: ['no_such_tool'],
          agent_dependencies: ['no-such-agent'],
          output_schema: { a: { type: 'strin' } },
        },
      }),
    );
    for (const path of ['$.agent_name', '$.agent_class', '$.tools[0]', '$.agent_dependencies[0]']) {
      assert.ok(paths.includes(path), `${path} is not among ${paths.join(', ')}`);
    }
    assert.ok(paths.some((path) => path.startsWith('$.output_schema')));
  },
  'refuses more than five output keys': async ({ raw }) => {
    const output_schema = Object.fromEntries(
      ['a', 'b', 'c', 'd', 'e', 'f'].map((key) => [key, { type: 'string' }]),
    );
    const body = { agent_name: 'x', agent_class: 'query', system_prompt: 'x', output_schema };
    assert.ok(problemPaths(await raw('POST', '/agents', { body })).includes('$.output_schema'));
  },
  'refuses to change a built-in agent': async ({ raw }) => {
    refused(await raw('PUT', '/agents/builtin-ingestion-geo', { body: { description: 'x' } }), 403);
  },
  'refuses to delete a built-in agent': async ({ raw }) => {
    refused(await raw('DELETE', '/agents/builtin-ingestion-geo'), 403);
  },
  'does not know a missing agent': async ({ raw }) => {
    refused(await raw('GET', '/agents/agt_00000000000000000000000000'), 404, 'NOT_FOUND');
  },
  'deletes an agent': async (context) => {
    const path = { agent_id: kept(context, 'dependent') };
    const answer = ok(await context.api.DELETE('/api/v1/agents/{agent_id}', { params: { path } }));
    assert.equal(answer.agent_id, path.agent_id);
    refused(await context.raw('GET', `/agents/${path.agent_id}`), 404);
  },
});
