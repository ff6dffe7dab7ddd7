import assert from 'node:assert/strict';
import { area, kept, type Context } from '../check.ts';
import { hasMetadata, isInstant, ok, problemPaths, refused } from '../expectations.ts';

export const domain_id = 'civic_complaints';
const text =
  'There has been a huge pothole near Times Square in New York since yesterday morning. Very dangerous!';

export const getReport = async ({ api }: Context, incident_id: string) =>
  ok(await api.GET('/api/v1/reports/{incident_id}', { params: { path: { incident_id } } }));

const settled = (context: Context, incident_id: string) =>
  context.until(
    'the report to be read',
    () => getReport(context, incident_id),
    ({ status }) => status !== 'accepted' && status !== 'processing',
    60,
  );

/**
 * Whether the list with these filters has the report that this run made. Narrowed to its moment, as the instance may hold
 * more reports than a page.
 */
async function lists(
  context: Context,
  filters: { domain_id?: string; bbox?: string; q?: string },
): Promise<boolean> {
  const incident_id = kept(context, 'report');
  const { ingestion_data } = await getReport(context, incident_id);
  const at = Date.parse(String((ingestion_data as Record<string, unknown>)['timestamp']));
  const near = (ms: number): string => new Date(at + ms).toISOString();
  const query = { limit: 100, from: near(-1_000), to: near(1_000), ...filters };
  const { reports } = ok(await context.api.GET('/api/v1/reports', { params: { query } }));
  return reports.some((report) => report.incident_id === incident_id);
}

export const reportChecks = area('reports', {
  'accepts a report': async (context) => {
    const answer = ok(await context.api.POST('/api/v1/reports', { body: { domain_id, text } }), 202);
    context.kept.set('report', answer.incident_id);
    context.kept.set('job', answer.job_id);
    context.made.push(`/reports/${answer.incident_id}`);
    assert.equal(answer.status, 'accepted');
    isInstant(answer.timestamp);
  },
  'reads it: place, time, urgency, category, entities': async (context) => {
    const report = await settled(context, kept(context, 'report'));
    assert.equal(report.status, 'completed', report.error);
    const data = report.ingestion_data as Record<string, unknown>;
    assert.match(JSON.stringify(data['location_text']), /Times Square|New York/);
    assert.ok(data['geo_location'], 'no location');
    assert.ok(data['timestamp'], 'no time');
    assert.match(String(data['urgency']), /^(immediate|urgent|moderate|low)$/);
    assert.equal(data['complaint_type'], 'pothole');
    assert.ok(Array.isArray(data['entities']));
    hasMetadata(report);
  },
  'logs what each agent did': async (context) => {
    const { execution_log } = await getReport(context, kept(context, 'report'));
    assert.ok(execution_log.length >= 3);
    for (const entry of execution_log) {
      assert.match(entry.status, /^(success|error|skipped|cached)$/);
      assert.ok(entry.duration_ms >= 0);
      isInstant(entry.timestamp);
    }
  },
  'says where each finding comes from': async (context) => {
    const { provenance, review } = await getReport(context, kept(context, 'report'));
    assert.ok(Object.keys(provenance).length > 0);
    assert.equal(typeof review.required, 'boolean');
  },
  'lists reports of a domain': async (context) => {
    const query = { domain_id, limit: 100 };
    const { reports } = ok(await context.api.GET('/api/v1/reports', { params: { query } }));
    assert.ok(reports.every((report) => report.domain_id === domain_id));
    assert.ok(await lists(context, { domain_id }));
  },
  'filters reports by category and status': async ({ api }) => {
    const query = { category: 'pothole', status: 'completed' };
    const { reports } = ok(await api.GET('/api/v1/reports', { params: { query } }));
    assert.ok(reports.length > 0);
    assert.ok(reports.every(({ category, status }) => category === 'pothole' && status === 'completed'));
  },
  'filters reports by box': async (context) => {
    assert.ok(await lists(context, { bbox: '-75,40,-73,41' }));
    assert.ok(!(await lists(context, { bbox: '10,-50,11,-49' })));
  },
  'searches the words of reports': async (context) => {
    assert.ok(await lists(context, { q: 'huge pothole' }));
    assert.ok(!(await lists(context, { q: 'volcano' })));
  },
  'refuses a filter that makes no sense': async ({ raw }) => {
    const paths = problemPaths(await raw('GET', '/reports?status=lost&bbox=1,2,3&from=yesterday'));
    assert.deepEqual(paths.sort(), ['query.bbox', 'query.from', 'query.status[0]']);
  },
  'updates task details by merging and appends to the history': async (context) => {
    const path = { incident_id: kept(context, 'report') };
    const change = async (task_details: Record<string, unknown>) =>
      ok(
        await context.api.PUT('/api/v1/reports/{incident_id}', {
          params: { path },
          body: { status: 'assigned', management_data: { task_details } },
        }),
      );
    await change({ assignee: 'roads', crew: { size: 3 } });
    const { management_data, status } = await change({ priority: 'high', crew: { van: true } });
    assert.equal(status, 'assigned');
    const { assignee, priority, crew } = management_data.task_details as Record<string, unknown>;
    assert.deepEqual(
      { assignee, priority, crew },
      { assignee: 'roads', priority: 'high', crew: { size: 3, van: true } },
    );
    const assigned = management_data.history.filter((entry) => entry.status === 'assigned');
    assert.equal(assigned.length, 2);
  },
  'does not let a client write the history': async (context) => {
    const incident_id = kept(context, 'report');
    const body = { management_data: { history: [] } };
    await context.raw('PUT', `/reports/${incident_id}`, { body });
    assert.ok((await getReport(context, incident_id)).management_data.history.length >= 3);
  },
  'refuses a status outside the workflow': async (context) => {
    const answer = await context.raw('PUT', `/reports/${kept(context, 'report')}`, {
      body: { status: 'accepted' },
    });
    assert.deepEqual(problemPaths(answer), ['$.status']);
  },
  'gives the same answer to the same Idempotency-Key': async (context) => {
    const { api, run } = context;
    const request = {
      body: { domain_id, text: `${text} ${run}` },
      params: { header: { 'Idempotency-Key': run } },
    };
    const first = ok(await api.POST('/api/v1/reports', request), 202);
    context.made.push(`/reports/${first.incident_id}`);
    assert.deepEqual(ok(await api.POST('/api/v1/reports', request), 202), first);
  },
  'refuses another body under the same Idempotency-Key': async ({ raw, run }) => {
    const headers = { 'idempotency-key': run };
    const answer = await raw('POST', '/reports', { body: { domain_id, text: 'Something else.' }, headers });
    refused(answer, 409, 'IDEMPOTENCY_KEY_REUSED');
  },
  'puts what the submitter says above what agents find': async (context) => {
    const location = { type: 'Point' as const, coordinates: [2.35, 48.85] as [number, number] };
    const occurred_at = '2026-01-02T03:04:05.000Z';
    const body = { domain_id, text, location, occurred_at };
    const { incident_id } = ok(await context.api.POST('/api/v1/reports', { body }), 202);
    context.made.push(`/reports/${incident_id}`);
    const report = await settled(context, incident_id);
    assert.deepEqual(report.location, location);
    assert.equal(report.occurred_at, occurred_at);
  },
  'refuses a report without text or of an unknown domain': async ({ raw }) => {
    assert.deepEqual(problemPaths(await raw('POST', '/reports', { body: { domain_id } })), ['$.text']);
    refused(await raw('POST', '/reports', { body: { domain_id: 'no_such_domain', text } }), 404);
  },
  'refuses a text over 10,000 characters and a sixth image': async ({ raw }) => {
    const images = Array.from({ length: 6 }, (_, index) => `https://example.com/${index}.png`);
    const paths = problemPaths(
      await raw('POST', '/reports', { body: { domain_id, text: 'x'.repeat(10_001), images } }),
    );
    assert.deepEqual(paths.sort(), ['$.images', '$.text']);
  },
  'exports reports as CSV, GeoJSON and NDJSON': async ({ raw }) => {
    const csv = await raw('GET', `/reports/export?format=csv&domain_id=${domain_id}`);
    assert.equal(csv.status, 200);
    assert.match(String(csv.body), /^\ufeff?incident_id,/);
    const geojson = await raw('GET', `/reports/export?format=geojson&domain_id=${domain_id}`);
    assert.equal((geojson.body as { type: string }).type, 'FeatureCollection');
    const ndjson = await raw('GET', `/reports/export?format=ndjson&domain_id=${domain_id}`);
    assert.equal(ndjson.status, 200);
  },
  'presigns an upload of an image and of nothing else': async ({ api, raw }) => {
    const body = { content_type: 'image/png' as const, bytes: 1_000 };
    const { key, upload_url } = ok(await api.POST('/api/v1/reports/uploads', { body }), 201);
    assert.match(key, /^uploads\//);
    assert.match(upload_url, /Signature=/);
    const paths = problemPaths(
      await raw('POST', '/reports/uploads', { body: { content_type: 'text/html', bytes: 11e6 } }),
    );
    assert.deepEqual(paths.sort(), ['$.bytes', '$.content_type']);
  },
  'reads a report once more': async (context) => {
    const path = { incident_id: kept(context, 'report') };
    const again = ok(
      await context.api.POST('/api/v1/reports/{incident_id}/reprocess', { params: { path } }),
      202,
    );
    assert.notEqual(again.job_id, context.kept.get('job'));
    assert.equal((await settled(context, path.incident_id)).job_id, again.job_id);
  },
  'shows the job of a report': async (context) => {
    const { job_id } = await getReport(context, kept(context, 'report'));
    const job = ok(await context.api.GET('/api/v1/jobs/{job_id}', { params: { path: { job_id } } }));
    assert.equal(job.status, 'completed');
    assert.equal(job.incident_id, kept(context, 'report'));
  },
  'deletes a report': async (context) => {
    const body = { domain_id, text: 'A short-lived report.' };
    const { incident_id } = ok(await context.api.POST('/api/v1/reports', { body }), 202);
    await settled(context, incident_id);
    const answer = ok(
      await context.api.DELETE('/api/v1/reports/{incident_id}', { params: { path: { incident_id } } }),
    );
    assert.equal(answer.incident_id, incident_id);
    refused(await context.raw('GET', `/reports/${incident_id}`), 404);
  },
});
