import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { makeCloudFormation } from './cloudformation.ts';
import { answerS3, Objects, type Answer } from './objects.ts';
import { Stacks } from './stacks.ts';

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The framework asks whether it ever made an image repository; it did not. */
const noRepository: Answer = {
  status: 400,
  body: JSON.stringify({ __type: 'RepositoryNotFoundException', message: 'There is no repository' }),
  type: 'application/x-amz-json-1.1',
};

/**
 * One endpoint for CloudFormation, S3 and STS, for `AWS_ENDPOINT_URL`. Shapes of the answers are those that the SDK
 * documents, not recordings; whoever has an account may deploy there instead.
 */
export async function startFakeAws() {
  const objects = new Objects();
  const stacks = new Stacks(objects);
  const cloudFormation = makeCloudFormation(stacks, objects);
  const answer = (request: IncomingMessage, body: Buffer): Answer => {
    if (request.headers['x-amz-target'] !== undefined) return noRepository;
    const isQuery = request.headers['content-type']?.startsWith('application/x-www-form-urlencoded') === true;
    if (isQuery) return cloudFormation.answer(new URLSearchParams(body.toString()));
    return answerS3(objects, request, body);
  };
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const { status, body: text = '', type = 'application/octet-stream', etag } = answer(request, body);
      response.writeHead(status, { 'content-type': type, ...(etag === undefined ? {} : { etag }) }).end(text);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    objects,
    stacks,
    calls: cloudFormation.calls,
    close: () => server.close(),
  };
}
