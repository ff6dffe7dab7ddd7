import { describe, expect, it } from '@jest/globals';
import { handler as connect } from '../../../handlers/websocket.ts';
import { failedInvocation, jobRef, statusBatch } from '../../../lib/http/events.ts';
import { holderOf, policyFor } from '../../../lib/http/websocket.ts';
import { START } from '../../support/documents.ts';

const arn = 'arn:aws:execute-api:eu-west-1:123456789012:abc/dev/$connect';
const holder = { tenantId: 'tenant-a', userId: 'user-1', endsAt: START };

describe('The WebSocket authorizer', () => {
  it('hands on who holds a good ticket', () => {
    const { policyDocument, context, principalId } = policyFor(arn, holder);
    expect(policyDocument.Statement).toEqual([
      { Action: 'execute-api:Invoke', Effect: 'Allow', Resource: arn },
    ]);
    expect(principalId).toBe('user-1');
    expect(holderOf({ principalId, ...context })).toEqual(holder);
  });

  it('hands on nobody without one, and $connect answers 401 to nobody', async () => {
    const { context, principalId } = policyFor(arn, undefined);
    const requestContext = {
      eventType: 'CONNECT',
      connectionId: 'c',
      authorizer: { principalId, ...context },
    };

    expect(holderOf(requestContext.authorizer)).toBeUndefined();
    expect(holderOf({ principalId: 'user-1', tenantId: 'tenant-a' })).toBeUndefined();
    expect(await connect({ requestContext } as never)).toEqual({ statusCode: 401 });
    expect(await connect({ requestContext: { ...requestContext, authorizer: undefined } } as never)).toEqual({
      statusCode: 401,
    });
  });
});

describe('Events between functions', () => {
  it('name a job, also inside of a failed invocation', () => {
    const ref = { tenantId: 'tenant-a', jobId: 'job_1' };
    expect(jobRef.parse(ref)).toEqual(ref);
    expect(() => jobRef.parse({ jobId: 'job_1' })).toThrow();
    const failed = {
      version: '1.0',
      timestamp: START.toISOString(),
      requestContext: {
        requestId: 'r',
        functionArn: 'f',
        condition: 'RetriesExhausted',
        approximateInvokeCount: 3,
      },
      requestPayload: ref,
      responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
      responsePayload: { errorMessage: 'Task timed out' },
    };
    expect(failedInvocation.parse(failed).requestPayload).toEqual(ref);
  });

  it('carry status events of one tenant, at least one', () => {
    const event = {
      job_id: 'j',
      sequence: 1,
      status: 'complete',
      message: '',
      timestamp: START.toISOString(),
    };
    expect(statusBatch.parse({ tenantId: 't', events: [event] }).events).toEqual([event]);
    expect(() => statusBatch.parse({ tenantId: 't', events: [] })).toThrow();
    expect(() => statusBatch.parse({ tenantId: 't', events: [{ ...event, status: 'dancing' }] })).toThrow();
  });
});
