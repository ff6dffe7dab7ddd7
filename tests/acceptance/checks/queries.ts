import assert from 'node:assert/strict';
import { area, kept, type Context } from '../check.ts';
import { hasMetadata, isInstant, ok, problemPaths, refused } from '../expectations.ts';
import { domain_id, getReport } from './reports.ts';

const getQuery = async ({ api }: Context, query_id: string) =>
  ok(await api.GET('/api/v1/queries/{query_id}', { params: { path: { query_id } } }));

const ask = async (context: Context, question: string, mode?: 'query' | 'management') => {
  const body = { session_id: kept(context, 'session'), domain_id, question, ...(mode && { mode }) };
  const accepted = ok(await context.api.POST('/api/v1/queries', { body }), 202);
  context.made.push(`/queries/${accepted.query_id}`);
  return accepted;
};

const answered = async (context: Context, question: string, mode?: 'query' | 'management') => {
  const { query_id } = await ask(context, question, mode);
  const open = ['accepted', 'processing'];
  return context.until(
    'an answer',
    () => getQuery(context, query_id),
    ({ status }) => !open.includes(status),
    60,
  );
};

const idOfQuery = (context: Context): string => kept(context, 'query');

export const sessionChecks = area('sessions', {
  'creates a session': async (context) => {
    const session = ok(await context.api.POST('/api/v1/sessions', { body: { domain_id } }), 201);
    context.kept.set('session', session.session_id);
    context.made.push(`/sessions/${session.session_id}`);
    hasMetadata(session);
    assert.equal(session.title, 'New Session');
  },
  'lists sessions, newest activity first': async (context) => {
    const { sessions } = ok(await context.api.GET('/api/v1/sessions'));
    const times = sessions.map(({ last_activity }) => last_activity);
    assert.deepEqual(times, [...times].sort().reverse());
    assert.ok(sessions.some(({ session_id }) => session_id === kept(context, 'session')));
  },
  'renames a session': async (context) => {
    const path = { session_id: kept(context, 'session') };
    const body = { title: `Verified ${context.run}` };
    assert.equal(
      ok(await context.api.PUT('/api/v1/sessions/{session_id}', { params: { path }, body })).title,
      body.title,
    );
  },
  'refuses a session of an unknown domain': async ({ raw }) => {
    refused(await raw('POST', '/sessions', { body: { domain_id: 'no_such_domain' } }), 404);
  },
});

export const queryChecks = area('queries', {
  'accepts a question': async (context) => {
    const accepted = await ask(context, 'How many potholes are there?');
    context.kept.set('query', accepted.query_id);
    assert.equal(accepted.status, 'accepted');
    assert.equal(accepted.session_id, kept(context, 'session'));
  },
  'answers it with numbers of stored reports': async (context) => {
    const { query_id } = { query_id: idOfQuery(context) };
    const open = ['accepted', 'processing'];
    const query = await context.until(
      'an answer',
      () => getQuery(context, query_id),
      ({ status }) => !open.includes(status),
      60,
    );
    assert.equal(query.status, 'completed', query.error);
    assert.equal(query.mode, 'query');
    const path = '/api/v1/data/aggregated';
    const { aggregations } = ok(
      await context.api.GET(path, { params: { query: { domain_id, group_by: 'category' } } }),
    );
    const count = aggregations.find(({ key }) => key === 'pothole')?.count ?? 0;
    assert.match(query.summary ?? '', new RegExp(`\\b${count}\\b`));
  },
  'says how it understood the question': async (context) => {
    const { interpretation } = await getQuery(context, idOfQuery(context));
    assert.deepEqual(interpretation?.filters.category, ['pothole']);
    assert.ok(Array.isArray(interpretation.unmatched));
  },
  'gives one line per perspective': async (context) => {
    const { bullets } = await getQuery(context, idOfQuery(context));
    assert.ok(bullets.length >= 2);
    assert.ok(bullets.every(({ text }) => text.length > 0));
  },
  'names the reports it used': async (context) => {
    const { references_used } = await getQuery(context, idOfQuery(context));
    assert.ok(references_used.some(({ reference_id }) => reference_id === kept(context, 'report')));
  },
  'gives map data': async (context) => {
    const { map_data } = await getQuery(context, idOfQuery(context));
    assert.match(map_data?.map_action ?? '', /^(FIT_BOUNDS|ADD_MARKERS)$/);
    assert.equal(map_data?.data.type, 'FeatureCollection');
    assert.ok(map_data.data.features.length > 0);
  },
  'has an execution log in order of time': async (context) => {
    const { execution_log } = await getQuery(context, idOfQuery(context));
    assert.ok(execution_log.length > 0);
    const times = execution_log.map(({ timestamp }) => timestamp);
    assert.deepEqual(times, [...times].sort());
    for (const entry of execution_log) {
      isInstant(entry.started_at);
      assert.ok(entry.agent_name.length > 0);
      assert.equal(typeof entry.reasoning, 'string');
      assert.ok(Array.isArray(entry.tool_calls));
      assert.equal(typeof entry.model, 'string');
    }
  },
  'puts question and answer into the session': async (context) => {
    const path = { session_id: kept(context, 'session') };
    const { messages, message_count } = ok(
      await context.api.GET('/api/v1/sessions/{session_id}', { params: { path } }),
    );
    assert.deepEqual(
      messages.slice(0, 2).map(({ role }) => role),
      ['user', 'assistant'],
    );
    assert.equal(message_count, messages.length);
    assert.equal(messages[0]?.metadata.query_id, idOfQuery(context));
  },
  'carries out a command and changes the report': async (context) => {
    const report = kept(context, 'report');
    const query = await answered(context, `Mark ${report} as resolved`, 'management');
    context.kept.set('command', query.query_id);
    assert.equal(query.status, 'completed', query.error);
    assert.equal(query.mode, 'management');
    assert.deepEqual(
      query.changes.map(({ incident_id, state }) => [incident_id, state]),
      [[report, 'applied']],
    );
    assert.equal((await getReport(context, report)).status, 'resolved');
  },
  'shows what a command changed, before and after': async (context) => {
    const { changes } = await getQuery(context, kept(context, 'command'));
    assert.equal(changes[0]?.after['status'], 'resolved');
    assert.equal(changes[0].before['status'], 'completed');
  },
  'undoes a command': async (context) => {
    const path = { query_id: kept(context, 'command') };
    const query = ok(await context.api.POST('/api/v1/queries/{query_id}/undo', { params: { path } }));
    assert.equal(query.changes[0]?.state, 'undone');
    assert.equal((await getReport(context, kept(context, 'report'))).status, 'completed');
  },
  'has nothing to undo twice': async (context) => {
    refused(await context.raw('POST', `/queries/${kept(context, 'command')}/undo`), 409, 'CONFLICT');
  },
  'approves and rejects only what waits for approval': async (context) => {
    refused(await context.raw('POST', `/queries/${idOfQuery(context)}/approve`), 409, 'CONFLICT');
    refused(await context.raw('POST', `/queries/${idOfQuery(context)}/reject`), 409, 'CONFLICT');
  },
  'cancels and retries only what can be': async (context) => {
    refused(await context.raw('POST', `/queries/${idOfQuery(context)}/cancel`), 409, 'CONFLICT');
    refused(await context.raw('POST', `/queries/${idOfQuery(context)}/retry`), 409, 'CONFLICT');
  },
  'lists the queries of a session': async (context) => {
    const query = { session_id: kept(context, 'session') };
    const { queries } = ok(await context.api.GET('/api/v1/queries', { params: { query } }));
    assert.ok(queries.length >= 2);
    assert.ok(queries.every(({ session_id }) => session_id === query.session_id));
  },
  'refuses a question to an unknown session': async ({ raw }) => {
    const body = { session_id: 'ses_00000000000000000000000000', domain_id, question: 'How many?' };
    refused(await raw('POST', '/queries', { body }), 404);
  },
  'refuses a question without words or over 1,000 characters': async (context) => {
    const body = { session_id: kept(context, 'session'), domain_id };
    assert.deepEqual(problemPaths(await context.raw('POST', '/queries', { body })), ['$.question']);
    const long = { ...body, question: 'x'.repeat(1_001) };
    assert.deepEqual(problemPaths(await context.raw('POST', '/queries', { body: long })), ['$.question']);
  },
  'deletes a query': async (context) => {
    const path = { query_id: kept(context, 'command') };
    ok(await context.api.DELETE('/api/v1/queries/{query_id}', { params: { path } }));
    refused(await context.raw('GET', `/queries/${path.query_id}`), 404);
  },
});
