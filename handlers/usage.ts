import * as z from 'zod';
import { usage } from '../lib/app.ts';
import { usageGroups, usageReport } from '../lib/domain/usage.ts';
import { route, serve } from '../lib/http.ts';

export const report = route(
  {
    method: 'GET',
    path: '/usage',
    summary: 'Tokens and cost by agent, domain, model or day',
    query: z.object({
      from: z.iso.date().optional(),
      to: z.iso.date().optional(),
      group_by: z.enum(usageGroups).default('day'),
    }),
    output: usageReport,
  },
  ({ principal, query }) => usage().report(principal, query),
);

export const handler = serve(report);
