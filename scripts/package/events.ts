import { httpRoutesOf, type Artefact } from './artefact.ts';
import { at } from './template.ts';

/** Shapes that AWS documents for each trigger; values are made up. */
const claims = {
  sub: 'user-1',
  'custom:tenant_id': 'isolated',
  'cognito:username': 'user',
  'cognito:groups': '[admin]',
};

function httpEvent(method: string, path: string): object {
  const parameters = [...path.matchAll(/\{(\w+)\+?\}/g)].map(([, name = '']) => [name, 'unknown']);
  const rawPath = path.replaceAll(/\{\w+\+?\}/g, 'unknown');
  return {
    version: '2.0',
    routeKey: `${method === '*' ? 'ANY' : method} ${path}`,
    rawPath,
    rawQueryString: '',
    headers: { 'content-type': 'application/json' },
    pathParameters: Object.fromEntries(parameters) as Record<string, string>,
    requestContext: {
      requestId: 'isolated',
      http: { method: method === '*' ? 'GET' : method, path: rawPath, sourceIp: '127.0.0.1' },
      authorizer: { jwt: { claims, scopes: null } },
    },
    isBase64Encoded: false,
  };
}

const socketEvent = (route: string): object => ({
  requestContext: {
    routeKey: route,
    eventType: route === '$connect' ? 'CONNECT' : 'MESSAGE',
    connectionId: 'isolated',
    requestId: 'isolated',
    authorizer: { tenantId: 'isolated', userId: 'user-1', endsAt: '2026-01-01T00:00:00.000Z' },
  },
  queryStringParameters: { ticket: 'unknown' },
  headers: {},
  methodArn: 'arn:aws:execute-api:eu-central-1:000000000000:api/stage/$connect',
  body: '{}',
  isBase64Encoded: false,
});

const scheduled = {
  source: 'aws.events',
  'detail-type': 'Scheduled Event',
  time: '2026-01-01T00:00:00Z',
  detail: {},
};

const job = { tenantId: 'isolated', jobId: 'job_qry_00000000000000000000000000' };

const status = {
  job_id: job.jobId,
  sequence: 1,
  status: 'complete',
  message: 'Done',
  timestamp: '2026-01-01T00:00:00.000Z',
};

/** What functions without an event in serverless.yml are called with. */
const direct: Readonly<Record<string, object>> = {
  preToken: { request: { userAttributes: { 'custom:tenant_id': 'isolated' } }, response: {} },
  orchestrator: job,
  jobFailed: {
    version: '1.0',
    requestContext: { condition: 'RetriesExhausted', approximateInvokeCount: 3 },
    requestPayload: job,
  },
  statusPublisher: { tenantId: job.tenantId, events: [status] },
  websocketAuthorizer: {
    type: 'REQUEST',
    methodArn: 'arn:aws:execute-api:eu-central-1:000000000000:api/stage/$connect',
    queryStringParameters: { ticket: 'unknown' },
  },
};

/** One event for each trigger of the function; an empty one where it is only called by hand. */
export function eventsFor(artefact: Pick<Artefact, 'key' | 'events'>): object[] {
  const http = httpRoutesOf(artefact).map(({ method, path }) => httpEvent(method.toUpperCase(), path));
  const sockets = artefact.events
    .map((event) => at(event, 'websocket'))
    .filter((event) => event !== undefined)
    .map((event) => socketEvent(typeof event === 'string' ? event : String(at(event, 'route'))));
  const schedules = artefact.events.filter((event) => 'schedule' in event).map(() => scheduled);
  const all = [...http, ...sockets, ...schedules];
  return all.length > 0 ? all : [direct[artefact.key] ?? {}];
}
