import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer, connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { DescribeTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { GetObjectCommand, PutObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runningStack, signIn } from '../../../lib/local/launch.ts';
import { readOutputs } from '../../../lib/local/outputs.ts';
import type { Outputs } from '../../../lib/local/outputs.ts';
import { freePortOffset, startLocalStack } from '../../support/local-stack.ts';
import type { TestStack } from '../../support/local-stack.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../../..');
const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };

/** The local stack as a person has it: started, used, stopped, started again, killed. One state for the whole file. */
let stateDir: string;
let portOffset: number;
let stack: TestStack;

const start = () => startLocalStack({ stateDir, portOffset });
const s3 = ({ endpoints, region }: Outputs) =>
  new S3Client({ endpoint: endpoints['s3']!, region, credentials });
const evidence = 'domainflow-dev-evidence';
const readNote = async (outputs: Outputs) => {
  const object = await s3(outputs).send(new GetObjectCommand({ Bucket: evidence, Key: 'note' }));
  return object.Body!.transformToString();
};

beforeAll(async () => {
  stateDir = await mkdtemp(join(tmpdir(), 'domainflow-stack-'));
  portOffset = await freePortOffset();
  stack = await start();
}, 180_000);
afterAll(async () => {
  await stack.stop();
  await rm(stateDir, { recursive: true, force: true });
});

describe('a started stack', () => {
  it('says where everything is, in the file and in print', () => {
    const { outputs } = stack;
    expect(outputs).toEqual(readOutputs(stateDir));
    expect(outputs).toMatchObject({
      apiUrl: `http://localhost:${3000 + portOffset}`,
      websocketUrl: `ws://localhost:${3001 + portOffset}`,
      region: 'us-east-1',
      userPoolId: expect.any(String),
      userPoolClientId: expect.any(String),
    });
    expect(stack.printed()).toContain(`${outputs.apiUrl}/api/v1`);
    for (const { username, tenantId } of outputs.users)
      expect(stack.printed()).toMatch(new RegExp(`${username}.*${tenantId}`));
  });

  it('prints a command that works as pasted', async () => {
    const line = stack
      .printed()
      .split('\n')
      .find((text) => text.startsWith('curl '));
    const { stdout } = await run('sh', ['-c', line!]);
    const [health, agents] = stdout.split('\n');
    expect(JSON.parse(health!)).toHaveProperty('status');
    expect(JSON.parse(agents!)).toHaveProperty('pagination');
  });

  it('listens on loopback only', async () => {
    const outside = Object.values(networkInterfaces()).flatMap((addresses) => addresses ?? []);
    const hosts = outside
      .filter(({ internal, family }) => !internal && family === 'IPv4')
      .map(({ address }) => address);
    const ports = [3000, 3001, 3002, 3010, 3011, 3012, 3013].map((port) => port + portOffset);
    const reaches = (host: string, port: number) =>
      new Promise<boolean>((settle) => {
        const socket = connect({ host, port, timeout: 1_000 });
        for (const event of ['error', 'timeout'] as const) socket.once(event, () => settle(false));
        socket.once('connect', () => {
          socket.destroy();
          settle(true);
        });
      });
    for (const port of ports.filter((one) => one !== 3001 + portOffset))
      expect(await reaches('127.0.0.1', port)).toBe(true);
    for (const host of hosts) for (const port of ports) expect(await reaches(host, port)).toBe(false);
  });

  it('signs users in with their tenant and group, in both tokens, and refuses a wrong password', async () => {
    const user = stack.outputs.users.find(({ tenantId }) => tenantId === 'hillcrest')!;
    const tokens = await signIn(stack.outputs, user.username, user.password);
    const claims = [tokens.idToken, tokens.accessToken].map(
      (token) =>
        JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as Record<string, unknown>,
    );
    expect(claims[0]).toMatchObject({
      'custom:tenant_id': 'hillcrest',
      'cognito:groups': ['admin'],
      token_use: 'id',
    });
    expect(claims[1]).toMatchObject({
      tenant_id: 'hillcrest',
      'cognito:groups': ['admin'],
      token_use: 'access',
    });
    await expect(signIn(stack.outputs, user.username, 'wrong')).rejects.toThrow('NotAuthorized');
  });

  it('lets nobody sign up or change their tenant', async () => {
    const { outputs } = stack;
    const user = outputs.users[0]!;
    const { accessToken } = await signIn(outputs, user.username, user.password);
    const call = async (target: string, body: object) => {
      const response = await fetch(outputs.cognitoEndpoint, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-amz-json-1.1',
          'x-amz-target': `AWSCognitoIdentityProviderService.${target}`,
        },
        body: JSON.stringify(body),
      });
      return response.json();
    };
    const refused = { __type: 'NotAuthorizedException' };
    const tenant = { Name: 'custom:tenant_id', Value: 'hillcrest' };
    expect(
      await call('SignUp', { ClientId: outputs.userPoolClientId, Username: 'x', Password: 'Local-Pass-1' }),
    ).toMatchObject(refused);
    expect(
      await call('UpdateUserAttributes', { AccessToken: accessToken, UserAttributes: [tenant] }),
    ).toMatchObject(refused);
  });

  it('has the tables of resources/dynamodb.yml with their indexes', async () => {
    const dynamodb = new DynamoDBClient({
      endpoint: stack.outputs.endpoints['dynamodb']!,
      region: 'us-east-1',
      credentials,
    });
    const { Table } = await dynamodb.send(new DescribeTableCommand({ TableName: 'domainflow-dev-queries' }));
    expect(Table!.GlobalSecondaryIndexes!.map(({ IndexName }) => IndexName).sort()).toEqual([
      'by-session',
      'by-tenant',
      'sweep',
    ]);
  });

  it('is refused a second time on the same state, naming the first', async () => {
    await expect(startLocalStack({ stateDir, portOffset: portOffset + 20 })).rejects.toThrow(
      new RegExp(`already runs on ${stateDir} \\(pid ${stack.pid}\\)`),
    );
    expect(runningStack(stateDir)).toMatchObject({ pid: stack.pid });
  }, 20_000);

  it('cannot be reset', async () => {
    const reset = run(process.execPath, ['scripts/reset.ts'], {
      cwd: root,
      env: { ...process.env, NODE_OPTIONS: '', DOMAINFLOW_STATE_DIR: stateDir },
    });
    await expect(reset).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`pid ${stack.pid}`),
    });
    expect((await fetch(`${stack.outputs.apiUrl}/api/v1/health`)).status).toBe(200);
  });
});

describe('a port in use', () => {
  it('is named with its purpose and the way out', async () => {
    const offset = await freePortOffset();
    const occupant = createServer();
    await new Promise<void>((settle) => occupant.listen(3012 + offset, '127.0.0.1', settle));
    try {
      await expect(startLocalStack({ portOffset: offset })).rejects.toThrow(
        `Port ${3012 + offset} (Cognito) already in use`,
      );
    } finally {
      occupant.close();
    }
  }, 20_000);
});

describe('stopping and starting again', () => {
  it('ends within two seconds, leaves nothing running, and keeps the data', async () => {
    await s3(stack.outputs).send(new PutObjectCommand({ Bucket: evidence, Key: 'note', Body: 'kept' }));
    const began = performance.now();
    await stack.stop();
    expect(performance.now() - began).toBeLessThan(2_000);
    expect(() => process.kill(stack.pid, 0)).toThrow('ESRCH');
    expect(runningStack(stateDir)).toBeUndefined();
    expect(readOutputs(stateDir)).toBeUndefined();
    await expect(fetch(`${stack.outputs.apiUrl}/api/v1/health`)).rejects.toThrow();

    stack = await start();
    expect(stack.printed()).not.toContain('Invoking');
    expect(await readNote(stack.outputs)).toBe('kept');
  }, 40_000);

  it('starts after it was killed', async () => {
    process.kill(stack.pid, 'SIGKILL');
    await stack.stop();
    stack = await start();
    expect(await readNote(stack.outputs)).toBe('kept');
    expect((await fetch(`${stack.outputs.apiUrl}/api/v1/health`)).status).toBe(200);
  }, 40_000);
});
