import * as z from 'zod';
import { instant } from '../domain/metadata.ts';

/** Events that functions of the product send each other. */
export const jobRef = z.object({ tenantId: z.string().min(1), jobId: z.string().min(1) });

/** What Lambda sends to the on-failure destination of an asynchronous invocation. */
export const failedInvocation = z.object({
  requestContext: z.object({ condition: z.string(), approximateInvokeCount: z.number() }),
  requestPayload: jobRef,
});

const statusEvent = z.object({
  job_id: z.string(),
  query_id: z.string().exactOptional(),
  incident_id: z.string().exactOptional(),
  session_id: z.string().exactOptional(),
  sequence: z.int().positive(),
  status: z.enum([
    'loading_agents',
    'agent_invoking',
    'calling_tool',
    'agent_complete',
    'agent_error',
    'agent_skipped',
    'validating',
    'synthesizing',
    'awaiting_approval',
    'complete',
    'error',
    'cancelled',
  ]),
  agent_id: z.string().exactOptional(),
  agent_name: z.string().exactOptional(),
  message: z.string(),
  timestamp: instant,
});
export const statusBatch = z.object({ tenantId: z.string().min(1), events: z.array(statusEvent).min(1) });
