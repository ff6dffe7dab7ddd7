import { spawn } from 'node:child_process';
import { resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { packageStage } from '../../scripts/package/build.ts';
import { startFakeAws } from '../support/aws/server.ts';

type FakeAws = Awaited<ReturnType<typeof startFakeAws>>;
let aws: FakeAws;
let directory: string;

beforeAll(async () => {
  directory = packageStage('dev');
  aws = await startFakeAws();
}, 600_000);
afterAll(() => void aws.close());

/** The framework, with nothing of AWS but an endpoint and made-up credentials. */
function sls(...parameters: string[]): Promise<{ code: number | null; text: string }> {
  const env = {
    PATH: `${resolve('node_modules/.bin')}:${process.env['PATH'] ?? ''}`,
    HOME: '/nonexistent',
    AWS_ENDPOINT_URL: aws.url,
    AWS_ACCESS_KEY_ID: 'test',
    AWS_SECRET_ACCESS_KEY: 'test',
    AWS_EC2_METADATA_DISABLED: 'true',
    SLS_AWS_MONITORING_FREQUENCY: '100',
  };
  return new Promise((done) => {
    const child = spawn('node_modules/.bin/sls', [...parameters, '--stage', 'dev'], { env });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.on('close', (code) => done({ code, text }));
  });
}

const evidence = 'domainflow-dev-evidence-000000000000';

describe('a stage on an endpoint that accepts the template', () => {
  it('is deployed with sls deploy --stage dev and an endpoint alone', async () => {
    const { code, text } = await sls('deploy', '--package', directory);
    expect({ code, text }).toMatchObject({
      code: 0,
      text: expect.stringContaining('deployed to stack domainflow-dev'),
    });
    const stack = aws.stacks.find('domainflow-dev')!;
    expect(stack.status).toBe('UPDATE_COMPLETE');
    expect(stack.resources.get('ReportsTable')).toBe('domainflow-dev-reports');
    expect(Object.keys(stack.template.Outputs)).toEqual(
      expect.arrayContaining(['apiUrl', 'userPoolClientId']),
    );
  }, 180_000);

  it('is removed with everything in it, bucket contents included', async () => {
    aws.objects.buckets.get(evidence)!.set('tenants/acme/image.png', Buffer.from('image'));
    const { code, text } = await sls('remove');
    expect({ code, text }).toMatchObject({
      code: 0,
      text: expect.stringContaining(`Emptied ${evidence}: 1`),
    });
    expect(aws.stacks.find('domainflow-dev')!.status).toBe('DELETE_COMPLETE');
    expect(aws.stacks.retained).toEqual([]);
    expect([...aws.objects.buckets.keys()]).toEqual([]);
  }, 180_000);
});
