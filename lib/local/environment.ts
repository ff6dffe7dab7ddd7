import { issuer, localUrl } from './settings.ts';
import type { LocalSettings } from './settings.ts';

/** Nothing listens there: a service without an emulator fails at once and never reaches AWS. */
const nowhere = 'http://127.0.0.1:1';

/**
 * What makes every AWS SDK client of this process, and of the functions, talk to the emulators. Credentials of the
 * person at the keyboard are hidden from them.
 */
export const sdkEnvironment = (settings: LocalSettings): Record<string, string> => {
  const { ports, region } = settings;
  return {
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_ACCESS_KEY_ID: 'local',
    AWS_SECRET_ACCESS_KEY: 'local',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ENDPOINT_URL: nowhere,
    AWS_ENDPOINT_URL_DYNAMODB: localUrl(ports.dynamodb),
    AWS_ENDPOINT_URL_RDS_DATA: localUrl(ports.rdsData),
    AWS_ENDPOINT_URL_S3: localUrl(ports.s3),
    AWS_ENDPOINT_URL_LAMBDA: localUrl(ports.lambda),
    AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: localUrl(ports.cognito),
    AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: localUrl(ports.websocket),
    DOMAINFLOW_LOCAL_ISSUER: issuer(settings),
    DOMAINFLOW_LOCAL_CLIENT_ID: settings.userPool.clientId,
  };
};

const personal = [
  'AWS_PROFILE',
  'AWS_SESSION_TOKEN',
  'AWS_SECURITY_TOKEN',
  'AWS_CONFIG_FILE',
  'AWS_SHARED_CREDENTIALS_FILE',
];

export const applySdkEnvironment = (settings: LocalSettings): void => {
  for (const name of personal) Reflect.deleteProperty(process.env, name);
  Object.assign(process.env, sdkEnvironment(settings));
};

type Environment = Record<string, unknown>;

/** The declared variables, each with the value that it has on this machine where there is one. None is added. */
export const withLocalValues = (declared: Environment = {}, local: Readonly<Environment>): Environment =>
  Object.fromEntries(Object.entries(declared).map(([name, value]) => [name, local[name] ?? value]));

/** `custom.local.environment` with `{port name}` filled in. */
export const functionEnvironment = ({ environment, ports }: LocalSettings): Record<string, string> =>
  Object.fromEntries(
    Object.entries(environment).map(([name, value]) => [
      name,
      value.replaceAll(/\{(\w+)\}/g, (whole, port: string) => String(Reflect.get(ports, port) ?? whole)),
    ]),
  );
