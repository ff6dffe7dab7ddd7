import {
  at,
  functionsOf,
  list,
  ofType,
  referencesIn,
  type Template,
  type TemplateCheck,
} from './template.ts';

/** The only routes that anybody may call without a token: the API contract's two, and the page that shows the second. */
export const publicRoutes: readonly string[] = [
  'GET /api/v1/health',
  'GET /api/v1/openapi.json',
  'GET /api/v1/docs',
];
/** API Gateway gives up after 30 s; a function that may take longer answers nobody. */
const longestAnswer = 29;

type Route = readonly [id: string, properties: Record<string, unknown>];
const routesOf = (template: Template, api: string): Route[] =>
  ofType(template, 'AWS::ApiGatewayV2::Route').filter(([, { ApiId }]) => at(ApiId, 'Ref') === api);
const keyOf = ([, { RouteKey }]: Route): string => String(RouteKey);

const authorizersOf = (template: Template) =>
  ofType(template, 'AWS::ApiGatewayV2::Authorizer').filter(([, { ApiId }]) => at(ApiId, 'Ref') === 'HttpApi');

function authorizerProblem(route: Route, authorizer: string | undefined): string[] {
  const [, { AuthorizationType, AuthorizerId }] = route;
  if (publicRoutes.includes(keyOf(route))) return [];
  const right = AuthorizationType === 'JWT' && at(AuthorizerId, 'Ref') === authorizer;
  return right ? [] : [`${keyOf(route)} is not behind the authorizer ${authorizer ?? '(none)'}`];
}

const oneAuthorizer: TemplateCheck = {
  name: 'every HTTP route but the public ones has the one authorizer',
  problems: (template) => {
    const authorizers = authorizersOf(template);
    const routes = routesOf(template, 'HttpApi');
    return [
      ...(routes.length === 0 ? ['there is no HTTP route'] : []),
      ...(authorizers.length === 1 ? [] : [`there are ${authorizers.length} authorizers`]),
      ...routes.flatMap((route) => authorizerProblem(route, authorizers[0]?.[0])),
    ];
  },
};

const authorizerOfThePool: TemplateCheck = {
  name: 'the authorizer takes tokens of the user pool and its client only',
  problems: (template) =>
    authorizersOf(template).flatMap(([id, { AuthorizerType, JwtConfiguration }]) => [
      ...(AuthorizerType === 'JWT' ? [] : [`${id} is of type ${String(AuthorizerType)}`]),
      ...(referencesIn(at(JwtConfiguration, 'Issuer')).includes('UserPool')
        ? []
        : [`${id}: the issuer is not the pool`]),
      ...(JSON.stringify(at(JwtConfiguration, 'Audience')) === '[{"Ref":"UserPoolClient"}]'
        ? []
        : [`${id}: the audience is not the client`]),
    ]),
};

const socketsAuthorised: TemplateCheck = {
  name: 'nobody opens a WebSocket without a ticket',
  problems: (template) =>
    routesOf(template, 'WebsocketsApi')
      .filter((route) => keyOf(route) === '$connect')
      .filter(
        ([, { AuthorizationType, AuthorizerId }]) =>
          AuthorizationType !== 'CUSTOM' || AuthorizerId === undefined,
      )
      .map(() => '$connect has no authorizer'),
};

/** Functions behind a route, whichever way the integration names them. */
const functionsBehindRoutes = (template: Template): string[] =>
  ofType(template, 'AWS::ApiGatewayV2::Integration').flatMap(([, { IntegrationUri }]) =>
    referencesIn(IntegrationUri),
  );

const answersInTime: TemplateCheck = {
  name: `functions behind a route have at most ${longestAnswer} s`,
  problems: (template) => {
    const behind = functionsBehindRoutes(template);
    return functionsOf(template)
      .filter(([id, { Timeout }]) => behind.includes(id) && !(Number(Timeout) <= longestAnswer))
      .map(([id, { Timeout }]) => `${id} has ${String(Timeout)} s`);
  },
};

const crossOrigin: TemplateCheck = {
  name: 'browsers may send the headers that the contract names',
  problems: (template) => {
    const allowed = list(
      at(template.Resources, 'HttpApi', 'Properties', 'CorsConfiguration', 'AllowHeaders'),
    );
    return ['authorization', 'content-type', 'idempotency-key']
      .filter((header) => !allowed.includes(header))
      .map((header) => `${header} is not allowed across origins`);
  },
};

export const routeChecks: readonly TemplateCheck[] = [
  oneAuthorizer,
  authorizerOfThePool,
  socketsAuthorised,
  answersInTime,
  crossOrigin,
];
