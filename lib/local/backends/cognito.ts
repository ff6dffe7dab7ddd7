import { createSign } from 'node:crypto';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { InvalidPasswordError, NotAuthorizedError, UserNotFoundError } from 'cognito-local/lib/errors.js';
import privateKey from 'cognito-local/lib/keys/cognitoLocal.private.json' with { type: 'json' };
import { DefaultConfig } from 'cognito-local/lib/server/config.js';
import { Router } from 'cognito-local/lib/server/Router.js';
import { createServer } from 'cognito-local/lib/server/server.js';
import {
  CognitoServiceFactoryImpl,
  USER_POOL_AWS_DEFAULTS,
} from 'cognito-local/lib/services/cognitoService.js';
import type { CognitoService } from 'cognito-local/lib/services/cognitoService.js';
import type { Context } from 'cognito-local/lib/services/context.js';
import { CryptoService } from 'cognito-local/lib/services/crypto.js';
import { StormDBDataStoreFactory } from 'cognito-local/lib/services/dataStore/stormDb.js';
import {
  DateClock,
  LambdaService,
  MessagesService,
  TriggersService,
} from 'cognito-local/lib/services/index.js';
import type { Services } from 'cognito-local/lib/services/index.js';
import { otp } from 'cognito-local/lib/services/otp.js';
import { JwtTokenGenerator } from 'cognito-local/lib/services/tokenGenerator.js';
import type { TokenGenerator } from 'cognito-local/lib/services/tokenGenerator.js';
import { UserPoolServiceFactoryImpl } from 'cognito-local/lib/services/userPoolService.js';
import { localUsers } from '../identities.ts';
import type { LocalUser } from '../identities.ts';
import { localUrl } from '../settings.ts';
import type { LocalSettings } from '../settings.ts';
import type { StartBackend } from './backend.ts';

const groups = ['admin', 'analyst', 'member'];
const tenantAttribute = 'custom:tenant_id';

type Pino = (options: { level: string }) => Parameters<typeof createServer>[1];
const silentLogger = () => {
  const require = createRequire(import.meta.resolve('cognito-local'));
  return (require('pino') as Pino)({ level: 'silent' });
};

const decodePart = (part: string | undefined): Record<string, unknown> =>
  JSON.parse(Buffer.from(part ?? '', 'base64url').toString()) as Record<string, unknown>;

const signToken = (header: object, payload: object): string => {
  const content = [header, payload]
    .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
    .join('.');
  return `${content}.${createSign('RSA-SHA256').update(content).sign(privateKey.pem, 'base64url')}`;
};

/** What the pre-token-generation trigger does on AWS: the tenant also stands in the access token. */
const withTenantInAccessToken = (generator: TokenGenerator): TokenGenerator => ({
  generate: async (context, user, ...rest) => {
    const tokens = await generator.generate(context, user, ...rest);
    const [header, payload] = tokens.AccessToken.split('.');
    const tenant = user.Attributes.find(({ Name }) => Name === tenantAttribute)?.Value;
    if (tenant === undefined) return tokens;
    return {
      ...tokens,
      AccessToken: signToken(decodePart(header), { ...decodePart(payload), tenant_id: tenant }),
    };
  },
});

const names = (attributes: unknown): unknown[] =>
  Array.isArray(attributes) ? attributes.map((attribute: { Name?: unknown }) => attribute.Name) : [];

const asOneRefusal = (error: unknown): never => {
  if (error instanceof InvalidPasswordError || error instanceof UserNotFoundError)
    throw new NotAuthorizedError('Incorrect username or password.');
  throw error;
};

/** Settings of the pool on AWS that cognito-local lacks: no sign-up, no client writes the tenant, no user is betrayed. */
const guarded = (router: Router): Router => {
  const refuse = () => Promise.reject(new NotAuthorizedError());
  return (target) => {
    if (target === 'SignUp' || target === 'ConfirmSignUp') return refuse;
    const route = router(target);
    if (target === 'InitiateAuth') return (context, request) => route(context, request).catch(asOneRefusal);
    if (target !== 'UpdateUserAttributes') return route;
    return (context, request: { UserAttributes?: unknown }) =>
      names(request.UserAttributes).includes(tenantAttribute) ? refuse() : route(context, request);
  };
};

const attributesOf = ({ id, username, tenantId }: LocalUser) =>
  Object.entries({ sub: id, email: username, email_verified: 'true', [tenantAttribute]: tenantId }).map(
    ([Name, Value]) => ({ Name, Value }),
  );

const seedPool = async (
  cognito: CognitoService,
  context: Context,
  { userPool }: LocalSettings,
): Promise<void> => {
  const now = new Date();
  const stamps = { CreationDate: now, LastModifiedDate: now };
  const tenantSchema = { Name: tenantAttribute, AttributeDataType: 'String', Mutable: true, Required: false };
  const schema = [...(USER_POOL_AWS_DEFAULTS.SchemaAttributes ?? []), tenantSchema];
  await cognito.createUserPool(context, {
    Id: userPool.id,
    Name: userPool.id,
    SchemaAttributes: schema,
    ...stamps,
  });
  const pool = await cognito.getUserPool(context, userPool.id);
  await pool.saveAppClient(context, {
    UserPoolId: userPool.id,
    ClientId: userPool.clientId,
    ClientName: userPool.clientId,
    ExplicitAuthFlows: ['ALLOW_USER_PASSWORD_AUTH', 'ALLOW_REFRESH_TOKEN_AUTH'],
    AccessTokenValidity: 1,
    IdTokenValidity: 1,
    RefreshTokenValidity: 30,
    TokenValidityUnits: { AccessToken: 'hours', IdToken: 'hours', RefreshToken: 'days' },
    ...stamps,
  });
  for (const user of localUsers) {
    await pool.saveUser(context, {
      Username: user.username,
      Password: user.password,
      Attributes: attributesOf(user),
      Enabled: true,
      UserStatus: 'CONFIRMED',
      UserCreateDate: now,
      UserLastModifiedDate: now,
      RefreshTokens: [],
    });
  }
  for (const group of groups) {
    const members = localUsers.filter((user) => user.groups.includes(group)).map(({ username }) => username);
    await pool.saveGroup(context, { GroupName: group, members, ...stamps });
  }
};

const makeServices = (cognito: CognitoService, settings: LocalSettings): Services => {
  const clock = new DateClock();
  const config = { ...DefaultConfig, TokenConfig: { IssuerDomain: localUrl(settings.ports.cognito) } };
  const neverInvoked = undefined as unknown as ConstructorParameters<typeof LambdaService>[1];
  const triggers = new TriggersService(
    clock,
    cognito,
    new LambdaService({}, neverInvoked),
    new CryptoService(),
  );
  const nothingIsSent = { deliver: () => Promise.resolve() };
  return {
    clock,
    cognito,
    config,
    messages: new MessagesService(triggers, nothingIsSent),
    otp,
    tokenGenerator: withTenantInAccessToken(new JwtTokenGenerator(clock, triggers, config.TokenConfig)),
    triggers,
  };
};

/**
 * Cognito: cognito-local with one pool, one client and the users of `localUsers`. It is put together from its
 * parts because its own start keeps its data in the working directory.
 */
export const start: StartBackend = async (settings) => {
  const directory = join(settings.stateDir, 'cognito');
  const logger = silentLogger();
  const context: Context = { logger };
  const stores = new StormDBDataStoreFactory(directory);
  const pools = new UserPoolServiceFactoryImpl(new DateClock(), stores);
  const cognito = await new CognitoServiceFactoryImpl(directory, stores, pools).create(context, {
    UsernameAttributes: [],
  });
  const known = await cognito.listUserPools(context);
  if (!known.some(({ Id }) => Id === settings.userPool.id)) await seedPool(cognito, context, settings);

  const services = makeServices(cognito, settings);
  const options = { hostname: '127.0.0.1', port: settings.ports.cognito };
  const server = await createServer(guarded(Router(services)), logger, options, services).start();
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
};
