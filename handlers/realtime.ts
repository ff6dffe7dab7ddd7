import * as z from 'zod';
import { liveStatus } from '../lib/app.ts';
import { instant } from '../lib/domain/metadata.ts';
import { route, serve } from '../lib/http.ts';

export const issue = route(
  {
    method: 'POST',
    path: '/realtime/tickets',
    summary: 'Get a ticket that opens one live connection within a minute',
    output: z.object({ ticket: z.string(), expires_at: instant }),
    status: 201,
  },
  ({ principal, tokenExpires }) => liveStatus().issueTicket(principal, tokenExpires),
);

export const handler = serve(issue);
