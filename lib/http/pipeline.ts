/**
 * The edge. A handler file declares its routes and serves them through the one middy pipeline:
 * correlate -> limit -> parse -> principal -> authorise -> validate -> call -> serialise, errors mapped at the end.
 */
import { randomUUID } from 'node:crypto';
import middy, { type MiddlewareObj } from '@middy/core';
import jsonBodyParser from '@middy/http-json-body-parser';
import type { Context as LambdaContext } from 'aws-lambda';
import { AppError } from '../errors.ts';
import { toErrorResponse } from './errors.ts';
import { BASE_PATH, type Event, type Result, type Route } from './route.ts';

/** Bytes of a request body. */
export const MAX_BODY = 256 * 1024;

const requestIdOf = (event: Event, context: LambdaContext): string =>
  event.requestContext.requestId || context.awsRequestId || randomUUID();

const hasBody = (event: Event): boolean => typeof event.body === 'string' && event.body !== '';

const limitBody: MiddlewareObj<Event, Result> = {
  before: ({ event }) => {
    const bytes =
      typeof event.body === 'string'
        ? Buffer.byteLength(event.body, event.isBase64Encoded ? 'base64' : 'utf8')
        : 0;
    if (bytes > MAX_BODY) {
      throw new AppError('PAYLOAD_TOO_LARGE', `The body has ${bytes} bytes; at most ${MAX_BODY} are taken.`, {
        data: { bytes, limit: MAX_BODY },
      });
    }
  },
};

/** middy's parser refuses an absent body; commands such as POST /cancel have none. */
function parseJsonBody(): MiddlewareObj<Event, Result> {
  const parser = jsonBodyParser() as unknown as { before: (request: unknown) => unknown };
  return { before: (request) => (hasBody(request.event) ? parser.before(request) : undefined) as undefined };
}

function mapErrors(
  onInternalError: (error: unknown, requestId: string) => void,
): MiddlewareObj<Event, Result> {
  return {
    onError: (request) => {
      const requestId = requestIdOf(request.event, request.context);
      const response = toErrorResponse(request.error, requestId, new Date());
      if (response.statusCode >= 500) onInternalError(request.error, requestId);
      request.response = response;
    },
  };
}

/** API Gateway names the route that matched: `GET /api/v1/agents/{agent_id}`. */
const routeKeyOf = ({ spec }: Route): string => `${spec.method} ${BASE_PATH}${spec.path}`;

export interface HttpFunction {
  (event: Event, context: LambdaContext): Promise<Result>;
  readonly routes: readonly Route[];
}

/** What the edge tells those who run it; `answered` joins the id a client saw with the trace that its jobs carry on. */
export interface EdgeReport {
  failed(error: unknown, requestId: string): void;
  answered(fields: { request_id: string; route: string; status: number; duration_ms: number }): void;
}

/** One Lambda function that serves the given routes. */
export function makeServe(report: EdgeReport) {
  return function serve(...routes: readonly Route[]): HttpFunction {
    const byKey = new Map(routes.map((route) => [routeKeyOf(route), route]));
    const dispatch = (event: Event, context: LambdaContext): Promise<Result> => {
      const route = byKey.get(event.routeKey);
      if (route === undefined) throw new AppError('NOT_FOUND', `There is no ${event.routeKey}.`);
      return route.run(event, requestIdOf(event, context));
    };
    const pipeline = middy<Event, Result>()
      .use(mapErrors((error, requestId) => report.failed(error, requestId)))
      .use(limitBody)
      .use(parseJsonBody())
      .handler(dispatch);
    const answer = async (event: Event, context: LambdaContext): Promise<Result> => {
      const started = performance.now();
      const result = await pipeline(event, context);
      report.answered({
        request_id: requestIdOf(event, context),
        route: event.routeKey,
        status: result.statusCode ?? 200,
        duration_ms: Math.round(performance.now() - started),
      });
      return result;
    };
    return Object.assign(answer, { routes });
  };
}
