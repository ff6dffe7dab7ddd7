import * as z from 'zod';
import { merging, reportExport, reports, uploads } from '../lib/app.ts';
import { exportFormat, exportLink } from '../lib/domain/data.ts';
import { mergeInput, unmergeInput } from '../lib/domain/merge.ts';
import { instant } from '../lib/domain/metadata.ts';
import { pageQuery } from '../lib/domain/page.ts';
import {
  report,
  reportInput,
  reportPatch,
  reportRow,
  storedReport,
  upload as presignedUpload,
  uploadInput,
} from '../lib/domain/report.ts';
import { route, serve } from '../lib/http.ts';
import { deleted, idParams, listOf, listQuery } from '../lib/http/answers.ts';
import { toAttachment } from '../lib/http/attachment.ts';
import { reportFilterFields, toReportFilter } from '../lib/http/report-query.ts';

const params = idParams('incident_id');
const accepted = z.object({
  job_id: z.string(),
  incident_id: z.string(),
  status: z.literal('accepted'),
  message: z.string(),
  timestamp: instant,
});

export const submit = route(
  {
    method: 'POST',
    path: '/reports',
    summary: 'Submit a report',
    body: reportInput,
    output: accepted,
    status: 202,
    idempotent: true,
  },
  ({ principal, body, idempotencyKey }) => reports().submit(principal, body, idempotencyKey),
);

export const list = route(
  {
    method: 'GET',
    path: '/reports',
    summary: 'List and search reports',
    query: listQuery.extend(reportFilterFields),
    output: listOf('reports', reportRow.extend({ id: z.string() })),
  },
  ({ principal, query }) => reports().list(principal, toReportFilter(query), query),
);

export const get = route(
  {
    method: 'GET',
    path: '/reports/{incident_id}',
    summary: 'Get a report with what was extracted and how',
    params,
    output: report,
  },
  ({ principal, params: { incident_id } }) => reports().get(principal, incident_id),
);

export const update = route(
  {
    method: 'PUT',
    path: '/reports/{incident_id}',
    summary: 'Move a report on: its status, its task details',
    params,
    body: reportPatch,
    output: storedReport,
  },
  ({ principal, params: { incident_id }, body }) => reports().update(principal, incident_id, body),
);

export const remove = route(
  {
    method: 'DELETE',
    path: '/reports/{incident_id}',
    summary: 'Delete a report',
    params,
    output: deleted('incident_id'),
  },
  ({ principal, params: { incident_id } }) => reports().remove(principal, incident_id),
);

export const reprocess = route(
  {
    method: 'POST',
    path: '/reports/{incident_id}/reprocess',
    summary: 'Have the agents read a report once more',
    params,
    output: accepted,
    status: 202,
  },
  ({ principal, params: { incident_id } }) => reports().reprocess(principal, incident_id),
);

export const upload = route(
  {
    method: 'POST',
    path: '/reports/uploads',
    summary: 'Get a presigned PUT for one image',
    body: uploadInput,
    output: presignedUpload,
    status: 201,
  },
  ({ principal, body }) => uploads().presign(principal, body),
);

export const exportAll = route(
  {
    method: 'GET',
    path: '/reports/export',
    summary: 'Export the reports of a filter as one file',
    query: z.object({ ...reportFilterFields, format: exportFormat, cursor: pageQuery.shape.cursor }),
    content: ['text/csv', 'application/geo+json', 'application/x-ndjson'],
    redirect: exportLink,
  },
  async ({ principal, query }) =>
    toAttachment(await reportExport().export(principal, toReportFilter(query), query.format, query.cursor)),
);

const merged = z.object({ incident_id: z.string(), merged_from: z.array(z.string()) });

export const merge = route(
  {
    method: 'POST',
    path: '/reports/{incident_id}/merge',
    summary: 'Join duplicates into one report',
    params,
    body: mergeInput,
    output: merged,
  },
  ({ principal, params: { incident_id }, body }) => merging().merge(principal, incident_id, body),
);

export const unmerge = route(
  {
    method: 'POST',
    path: '/reports/{incident_id}/unmerge',
    summary: 'Make joined duplicates reports of their own again',
    params,
    body: unmergeInput,
    output: merged,
  },
  ({ principal, params: { incident_id }, body }) => merging().unmerge(principal, incident_id, body),
);

export const handler = serve(submit, list, get, update, remove, reprocess, upload, exportAll, merge, unmerge);
