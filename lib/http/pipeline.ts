/**
 * The edge. A handler file declares its routes and serves them through the one middy pipeline:
 * correlate -> limit -> parse -> principal -> authorise -> validate -> call -> serialise, errors mapped at the end.
 */
import { randomUUID } from 'node:crypto';
import middy, { type MiddlewareObj } from '@middy/core';
import jsonBodyParser from '@middy/http-json-body-parser';
import type {
  APIGatewayProxyEventV2,
  APIGatewayProxyStructuredResultV2,
  Context as LambdaContext,
} from 'aws-lambda';
import type * as z from 'zod';
import type { Principal, Role } from '../domain/principal.ts';
import { AppError, forbidden, invalidInput, type Problem } from '../errors.ts';
import { toErrorResponse } from './errors.ts';
import { parseInput, validParts, type InputSchemas } from './input.ts';
import { expiryOf, toPrincipal, type Claims } from './principal.ts';

/** Bytes of a request body. */
export const MAX_BODY = 256 * 1024;

type Event = Omit<APIGatewayProxyEventV2, 'body'> & { body?: unknown };
type Result = APIGatewayProxyStructuredResultV2;
export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE' | 'ANY';

export interface Call<P, Q, B> {
  principal: Principal;
  params: P;
  query: Q;
  body: B;
  /** The Idempotency-Key header, where sent. */
  idempotencyKey?: string;
  /** When the token behind the request ends. */
  tokenExpires: Date;
  requestId: string;
  method: string;
  path: string;
}

/** An answer that is not JSON, or that needs headers of its own. */
export class RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  constructor(status: number, headers: Readonly<Record<string, string>>, body: string) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }
}

export interface RouteSpec<P, Q, B> extends InputSchemas<P, Q, B> {
  method: Method;
  /** Below the API's base path, with `{parameters}`. */
  path: string;
  summary: string;
  /** Success status; 200 unless said. */
  status?: number;
  /** Schema of the answer, for the OpenAPI document and the tests that check real answers against it. */
  output?: z.ZodType;
  /** Media types of an answer that is not JSON. */
  content?: readonly string[];
  /** Schema of the answer 303, which says where the real one is to be fetched. */
  redirect?: z.ZodType;
  /** Roles that may call it at all; every signed-in user unless said. */
  roles?: readonly Role[];
  /** Reachable without a token. */
  public?: boolean;
  /** Takes an Idempotency-Key header. */
  idempotent?: boolean;
  /**
   * Looks for further problems in the fields that are right by themselves when the body as a whole is not, so that one
   * answer names everything that is wrong with a document.
   */
  review?: (principal: Principal, parts: Partial<B>, params: P) => Promise<readonly Problem[]>;
}

export interface Route {
  readonly spec: RouteSpec<unknown, unknown, unknown>;
  readonly run: (event: Event, requestId: string) => Promise<Result>;
}

/** Runs on every authenticated request before the call: tenant rows, limits. */
export type Gate = (principal: Principal, spec: { method: Method; path: string }) => Promise<void>;

export const BASE_PATH = '/api/v1';
const anonymous: Principal = Object.freeze({ tenantId: '', userId: '', username: '', role: 'member' });

const serialise = (value: unknown, status: number, requestId: string): Result =>
  value instanceof RawResponse
    ? { statusCode: value.status, headers: { 'x-request-id': requestId, ...value.headers }, body: value.body }
    : {
        statusCode: status,
        headers: { 'content-type': 'application/json; charset=utf-8', 'x-request-id': requestId },
        body: JSON.stringify(value),
      };

const claimsOf = (event: Event): Claims | undefined =>
  (event.requestContext as { authorizer?: { jwt?: { claims?: Claims } } }).authorizer?.jwt?.claims;

function authorise(
  spec: Pick<RouteSpec<unknown, unknown, unknown>, 'public' | 'roles'>,
  event: Event,
): Principal {
  if (spec.public === true) return anonymous;
  const principal = toPrincipal(claimsOf(event));
  if (spec.roles !== undefined && !spec.roles.includes(principal.role)) {
    throw forbidden(`This needs the role ${spec.roles.join(' or ')}; yours is ${principal.role}.`);
  }
  return principal;
}

const MAX_KEY = 255;

function idempotencyKeyOf(spec: { idempotent?: boolean }, event: Event): { idempotencyKey?: string } {
  const key = event.headers['idempotency-key'];
  if (spec.idempotent !== true || key === undefined) return {};
  if (/^[\x21-\x7e]+$/.test(key) && key.length <= MAX_KEY) return { idempotencyKey: key };
  throw invalidInput([
    { path: 'header.Idempotency-Key', message: `expected 1 to ${MAX_KEY} visible ASCII characters` },
  ]);
}

const rawInputOf = (event: Event) => ({
  params: event.pathParameters ?? {},
  query: event.queryStringParameters ?? {},
  body: event.body ?? {},
});

async function inputOf<P, Q, B>(
  spec: RouteSpec<P, Q, B>,
  principal: Principal,
  event: Event,
): Promise<{ params: P; query: Q; body: B }> {
  const raw = rawInputOf(event);
  const parsed = parseInput(spec, raw);
  if (parsed.valid) return parsed.input;
  const parts = spec.review === undefined ? {} : validParts(spec.body, raw.body);
  const further = await spec.review?.(principal, parts as Partial<B>, raw.params as P);
  throw invalidInput([...parsed.problems, ...(further ?? [])]);
}

/** Binds a declaration to the use case it calls. `gate` runs after authorisation. */
export function makeRoute(gate: Gate) {
  return function route<P = undefined, Q = undefined, B = undefined>(
    spec: RouteSpec<P, Q, B>,
    call: (call: Call<P, Q, B>) => Promise<unknown>,
  ): Route {
    const run = async (event: Event, requestId: string): Promise<Result> => {
      const principal = authorise(spec, event);
      if (spec.public !== true) await gate(principal, spec);
      const key = idempotencyKeyOf(spec, event);
      const input = await inputOf(spec, principal, event);
      const { method } = event.requestContext.http;
      const tokenExpires = expiryOf(claimsOf(event));
      const value = await call({
        principal,
        ...input,
        ...key,
        tokenExpires,
        requestId,
        method,
        path: event.rawPath,
      });
      return serialise(value, spec.status ?? 200, requestId);
    };
    return { spec: spec as unknown as RouteSpec<unknown, unknown, unknown>, run };
  };
}

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
