import * as z from 'zod';
import { config } from '../lib/app.ts';
import { backup, configuration, importPlan } from '../lib/domain/configuration.ts';
import { pagination } from '../lib/domain/page.ts';
import { route, serve } from '../lib/http.ts';
import { flag, idParams, listQuery } from '../lib/http/answers.ts';

const roles = ['admin'] as const;

export const exportAll = route(
  {
    method: 'GET',
    path: '/config/export',
    summary: "Export the tenant's agents, domains and tools as one document",
    output: configuration,
  },
  ({ principal }) => config().export(principal),
);

export const importAll = route(
  {
    method: 'POST',
    path: '/config/import',
    summary: 'Import a document, or see what it would do',
    query: z.object({ dry_run: flag.default(false) }),
    body: configuration,
    output: importPlan,
    roles,
  },
  ({ principal, query, body }) => config().import(principal, body, query.dry_run),
);

export const backUp = route(
  {
    method: 'POST',
    path: '/config/backups',
    summary: 'Back the configuration up',
    output: backup.extend({ message: z.string() }),
    status: 201,
    roles,
  },
  ({ principal }) => config().backUp(principal),
);

export const backups = route(
  {
    method: 'GET',
    path: '/config/backups',
    summary: 'List backups, newest first',
    query: listQuery,
    output: z.object({ backups: z.array(backup), pagination }),
  },
  ({ principal, query }) => config().backups(principal, query),
);

export const restore = route(
  {
    method: 'POST',
    path: '/config/backups/{backup_id}/restore',
    summary: 'Bring back what a backup holds',
    params: idParams('backup_id'),
    output: importPlan,
    roles,
  },
  ({ principal, params: { backup_id } }) => config().restore(principal, backup_id),
);

const retired = (path: string) =>
  route({ method: 'ANY', path, summary: 'Retired routes' }, (call) => config().retired(call.path));
export const retiredRoot = retired('/config');
export const retiredBelow = retired('/config/{proxy+}');

export const handler = serve(exportAll, importAll, backUp, backups, restore, retiredRoot, retiredBelow);
