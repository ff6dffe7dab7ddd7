import { describe, expect, it } from '@jest/globals';
import type { Context } from 'aws-lambda';
import { AppError } from '../../../lib/errors.ts';
import { makeServe, type EdgeReport } from '../../../lib/http/pipeline.ts';
import { makeRoute } from '../../../lib/http/route.ts';

type Answered = Parameters<EdgeReport['answered']>[0];

const called = async (call: () => Promise<unknown>): Promise<{ answered: Answered[]; failed: string[] }> => {
  const answered: Answered[] = [];
  const failed: string[] = [];
  const serve = makeServe({
    failed: (_, requestId) => failed.push(requestId),
    answered: (fields) => answered.push(fields),
  });
  const route = makeRoute(() => Promise.resolve());
  const handler = serve(route({ method: 'GET', path: '/thing', summary: 'A thing', public: true }, call));
  const event = {
    routeKey: 'GET /api/v1/thing',
    rawPath: '/api/v1/thing',
    headers: {},
    requestContext: { requestId: 'request-1', http: { method: 'GET' } },
  } as unknown as Parameters<typeof handler>[0];
  await handler(event, { awsRequestId: 'lambda-1' } as Context);
  return { answered, failed };
};

describe('every answer is reported with the id that the client saw', () => {
  it('when all went well', async () => {
    const { answered, failed } = await called(() => Promise.resolve({}));
    expect(answered).toEqual([
      { request_id: 'request-1', route: 'GET /api/v1/thing', status: 200, duration_ms: expect.any(Number) },
    ]);
    expect(failed).toEqual([]);
  });

  it('when the request was refused', async () => {
    const { answered, failed } = await called(() =>
      Promise.reject(new AppError('NOT_FOUND', 'There is none.')),
    );
    expect(answered).toMatchObject([{ request_id: 'request-1', status: 404 }]);
    expect(failed).toEqual([]);
  });

  it('when the service broke, together with the failure', async () => {
    const { answered, failed } = await called(() => Promise.reject(new Error('broken')));
    expect(answered).toMatchObject([{ request_id: 'request-1', status: 500 }]);
    expect(failed).toEqual(['request-1']);
  });
});
