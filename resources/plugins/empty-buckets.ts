import { CloudFormationClient, DescribeStackResourcesCommand } from '@aws-sdk/client-cloudformation';
import { DeleteObjectsCommand, ListObjectVersionsCommand, S3Client } from '@aws-sdk/client-s3';
import type { Serverless, Writers } from './serverless.ts';

/** Logical ids of the buckets that go with the stack: CloudFormation refuses to delete one that still holds objects. */
const disposable = ({ service }: Serverless): string[] =>
  Object.entries(service.resources.Resources)
    .filter(([, { Type, DeletionPolicy }]) => Type === 'AWS::S3::Bucket' && DeletionPolicy === 'Delete')
    .map(([logicalId]) => logicalId);

/** Lists from the start each time: what was listed is gone by then. Throws naming an object that cannot be removed. */
async function emptyBucket(s3: S3Client, bucket: string): Promise<number> {
  let removed = 0;
  for (;;) {
    const page = await s3.send(new ListObjectVersionsCommand({ Bucket: bucket }));
    const objects = [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])].map(({ Key, VersionId }) => ({
      Key,
      VersionId,
    }));
    if (objects.length === 0) return removed;
    const { Errors: [failure] = [] } = await s3.send(
      new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects: objects, Quiet: true } }),
    );
    if (failure)
      throw new Error(`${bucket}/${failure.Key ?? ''} cannot be removed: ${failure.Message ?? ''}`);
    removed += objects.length;
  }
}

/** Before `sls remove`: empties, with all versions, the buckets that the stage does not retain. */
export async function emptyBuckets(serverless: Serverless, { log }: Writers): Promise<void> {
  const provider = serverless.getProvider('aws');
  const config = await provider.getAwsSdkV3Config();
  const stack = await new CloudFormationClient(config).send(
    new DescribeStackResourcesCommand({ StackName: provider.naming.getStackName() }),
  );
  const logicalIds = disposable(serverless);
  for (const { LogicalResourceId, PhysicalResourceId } of stack.StackResources ?? []) {
    if (PhysicalResourceId === undefined || !logicalIds.includes(LogicalResourceId ?? '')) continue;
    const removed = await emptyBucket(new S3Client(config), PhysicalResourceId);
    log.notice(`Emptied ${PhysicalResourceId}: ${removed} object versions`);
  }
}
