import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda';
import type * as z from 'zod';
import type { Principal, Role } from '../domain/principal.ts';
import { forbidden, invalidInput, type Problem } from '../errors.ts';
import { parseInput, validParts, type InputSchemas } from './input.ts';
import { expiryOf, toPrincipal, type Claims } from './principal.ts';

export type Event = Omit<APIGatewayProxyEventV2, 'body'> & { body?: unknown };
export type Result = APIGatewayProxyStructuredResultV2;
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
