import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { functionEnvironment, sdkEnvironment } from '../../../lib/local/environment.ts';
import { checkPortsFree } from '../../../lib/local/ports.ts';
import { readSettings } from '../../../lib/local/settings.ts';

const custom = {
  stateDir: '.local',
  ports: {
    http: 3000,
    websocket: 3001,
    lambda: 3002,
    dynamodb: 3010,
    rdsData: 3011,
    cognito: 3012,
    s3: 3013,
  },
  database: { name: 'domainflow', clusterArn: 'arn:cluster', secretArn: 'arn:secret' },
  userPool: { id: 'us-east-1_domainflow', clientId: 'client' },
  buckets: ['evidence'],
  functions: { initialise: 'dbInit', seed: 'seed' },
  environment: { WEBSOCKET_ENDPOINT: 'http://127.0.0.1:{websocket}', OTHER: '{nothing}' },
};
const read = (environment: NodeJS.ProcessEnv = {}, overrides: object = {}) =>
  readSettings({
    custom: { ...custom, ...overrides },
    serviceDir: '/project',
    region: 'us-east-1',
    environment,
  });

describe('readSettings', () => {
  it('takes custom.local as it stands when the environment is silent', () => {
    expect(read()).toMatchObject({
      stateDir: '/project/.local',
      ports: custom.ports,
      watch: true,
      resumingCalls: 0,
    });
    expect(read()).not.toHaveProperty('postgresUrl');
  });

  it('moves the state and every port by the environment', () => {
    const settings = read({ DOMAINFLOW_STATE_DIR: '/elsewhere', DOMAINFLOW_PORT_OFFSET: '100' });
    expect(settings.stateDir).toBe('/elsewhere');
    expect(settings.ports).toEqual({
      http: 3100,
      websocket: 3101,
      lambda: 3102,
      dynamodb: 3110,
      rdsData: 3111,
      cognito: 3112,
      s3: 3113,
    });
  });

  it('takes the switches for tests and another PostgreSQL', () => {
    const environment = {
      DOMAINFLOW_PG_URL: 'postgres://x',
      DOMAINFLOW_RESUMING_CALLS: '3',
      DOMAINFLOW_WATCH: 'off',
    };
    expect(read(environment)).toMatchObject({ postgresUrl: 'postgres://x', resumingCalls: 3, watch: false });
  });

  it('names what is wrong', () => {
    expect(() => read({ DOMAINFLOW_PORT_OFFSET: 'many' })).toThrow(
      'DOMAINFLOW_PORT_OFFSET must be a whole number',
    );
    expect(() => read({}, { buckets: undefined })).toThrow(/custom\.local in serverless\.yml.*buckets/s);
    expect(() => read({}, { surplus: 1 })).toThrow(/surplus/);
  });
});

describe('the environment of the functions', () => {
  it('sends every SDK client to an emulator, and services without one nowhere', () => {
    expect(sdkEnvironment(read({ DOMAINFLOW_PORT_OFFSET: '100' }))).toMatchObject({
      AWS_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      AWS_ENDPOINT_URL_DYNAMODB: 'http://127.0.0.1:3110',
      AWS_ENDPOINT_URL_RDS_DATA: 'http://127.0.0.1:3111',
      AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:3113',
      AWS_ENDPOINT_URL_LAMBDA: 'http://127.0.0.1:3102',
      AWS_ENDPOINT_URL_COGNITO_IDENTITY_PROVIDER: 'http://127.0.0.1:3112',
      AWS_ENDPOINT_URL_APIGATEWAYMANAGEMENTAPI: 'http://127.0.0.1:3101',
      DOMAINFLOW_LOCAL_ISSUER: 'http://127.0.0.1:3112/us-east-1_domainflow',
    });
  });

  it('fills ports into values that name them', () => {
    expect(functionEnvironment(read({ DOMAINFLOW_PORT_OFFSET: '100' }))).toEqual({
      WEBSOCKET_ENDPOINT: 'http://127.0.0.1:3101',
      OTHER: '{nothing}',
    });
  });
});

describe('checkPortsFree', () => {
  it('names each busy port, what it is for, and how to move', async () => {
    const busy = createServer();
    await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve));
    const { port } = busy.address() as AddressInfo;
    try {
      await expect(checkPortsFree({ ...read().ports, dynamodb: port })).rejects.toThrow(
        new RegExp(`${port} \\(DynamoDB\\).*DOMAINFLOW_PORT_OFFSET=100.*custom\\.local\\.ports`),
      );
    } finally {
      busy.close();
    }
  });
});
