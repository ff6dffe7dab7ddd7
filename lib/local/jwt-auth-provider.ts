import { randomUUID } from 'node:crypto';
import { finished } from 'node:stream';
import type { Writable } from 'node:stream';
import { takeThread } from './concurrency.ts';
import { makeJwtVerifier, toGatewayClaims } from './jwt-verifier.ts';
import type { Claims } from './jwt-verifier.ts';

/** The part of hapi's request and toolkit that an authentication scheme needs. */
interface HapiRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly raw: {
    readonly req: { rawHeaders: string[] };
    readonly res: Writable;
  };
}
interface HapiResponse {
  code(status: number): HapiResponse;
  header(name: string, value: string): HapiResponse;
  takeover(): unknown;
}
interface HapiToolkit {
  authenticated(result: { credentials: object }): unknown;
  response(body?: object): HapiResponse;
}

/** serverless-offline takes this header of any client for the verified identity, so nobody else may set it. */
export const authorizerHeader = 'sls-offline-authorizer-override';

const setAuthorizer = (request: HapiRequest, authorizer: object): void => {
  const { rawHeaders } = request.raw.req;
  const kept = rawHeaders.filter(
    (_, index) => rawHeaders[index - (index % 2)]?.toLowerCase() !== authorizerHeader,
  );
  request.raw.req.rawHeaders = [...kept, authorizerHeader, JSON.stringify(authorizer)];
};

const unauthorized = (h: HapiToolkit) =>
  h
    .response({
      error: 'The request carries no valid token.',
      error_code: 'UNAUTHORIZED',
      timestamp: new Date().toISOString(),
      request_id: randomUUID(),
      message: 'Unauthorized',
    })
    .code(401)
    .header('www-authenticate', 'Bearer')
    .takeover();

const isPreflight = ({ method, headers }: HapiRequest): boolean =>
  method === 'options' &&
  headers['origin'] !== undefined &&
  headers['access-control-request-method'] !== undefined;

const fromEnvironment = (name: string): string => {
  const value = process.env[name];
  if (value === undefined)
    throw new Error(`${name} is not set; the local plugin sets it before the server starts.`);
  return value;
};

type Verify = (token: string) => Promise<Claims | undefined>;
let shared: Verify | undefined;
const verify: Verify = (token) => {
  shared ??= makeJwtVerifier({
    issuer: fromEnvironment('DOMAINFLOW_LOCAL_ISSUER'),
    clientId: fromEnvironment('DOMAINFLOW_LOCAL_CLIENT_ID'),
    jwksUri: `${fromEnvironment('DOMAINFLOW_LOCAL_ISSUER')}/.well-known/jwks.json`,
  });
  return shared(token);
};

/** Lets the request through to its function once that has a thread, which is free again when the answer is out. */
const pass = async (functionKey: string, request: HapiRequest, h: HapiToolkit, authorizer: object) => {
  setAuthorizer(request, authorizer);
  const free = await takeThread(functionKey);
  finished(request.raw.res, free);
  return h.authenticated({ credentials: {} });
};

const makePublicRoute = (functionKey: string) => ({
  authenticate: (request: HapiRequest, h: HapiToolkit) => pass(functionKey, request, h, {}),
});

const makeProtectedRoute = (functionKey: string) => ({
  authenticate: async (request: HapiRequest, h: HapiToolkit) => {
    // API Gateway answers preflights itself, before any authorizer; the server adds the CORS headers.
    if (isPreflight(request)) return h.response().code(204).takeover();
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(request.headers['authorization'] ?? '')?.[1];
    const claims = token === undefined ? undefined : await verify(token);
    if (!claims) return unauthorized(h);
    return pass(functionKey, request, h, { jwt: { claims: toGatewayClaims(claims), scopes: null } });
  },
});

/**
 * serverless-offline's `customAuthenticationProvider`: stands in for the HTTP API's JWT authorizer. A route without an
 * authorizer in serverless.yml is public; every other one wants a token that {@link makeJwtVerifier} accepts.
 */
const jwtAuthProvider = (
  endpoint: { authorizer?: unknown },
  functionKey: string,
  method: string,
  path: string,
) => {
  const scheme =
    endpoint.authorizer === undefined ? makePublicRoute(functionKey) : makeProtectedRoute(functionKey);
  const name = `jwt-${functionKey}-${method}-${path}`;
  return { name, scheme: name, getAuthenticateFunction: () => scheme };
};

export { jwtAuthProvider, jwtAuthProvider as 'module.exports' };
