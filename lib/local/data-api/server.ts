import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { badRequest, DataApiError } from './errors.ts';
import type { DataApi } from './operations.ts';
import type { DataApiLimits } from './limits.ts';

const readBody = async (request: IncomingMessage, limit: number): Promise<unknown> => {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk);
  }
  if (size > limit) throw badRequest(`Request is too large: ${size} bytes of at most ${limit}`);
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8'));
  } catch {
    throw new DataApiError('SerializationException', 'The request is not JSON');
  }
};

const answer = (response: ServerResponse, status: number, body: object, errorType?: string): void => {
  response.writeHead(status, {
    'content-type': 'application/json',
    ...(errorType === undefined ? {} : { 'x-amzn-errortype': errorType }),
  });
  response.end(JSON.stringify(body));
};

const toDataApiError = (error: unknown): DataApiError =>
  error instanceof DataApiError
    ? error
    : new DataApiError(
        'InternalServerErrorException',
        error instanceof Error ? error.message : String(error),
        500,
      );

const handle = async (
  api: DataApi,
  limits: DataApiLimits,
  request: IncomingMessage,
  response: ServerResponse,
) => {
  try {
    const body = await readBody(request, limits.requestBytes);
    const operation = request.method === 'POST' ? api.operations[request.url ?? ''] : undefined;
    if (!operation)
      throw new DataApiError('UnknownOperationException', `No operation ${request.url ?? ''}`, 404);
    answer(response, 200, await operation(body));
  } catch (error) {
    const { status, message, code } = toDataApiError(error);
    answer(response, status, { message }, code);
  }
};

/** Speaks the REST-JSON protocol of the RDS Data API on loopback. `port` 0 takes a free one. */
export const serveDataApi = async (api: DataApi, limits: DataApiLimits, port: number): Promise<Server> => {
  const server = createServer((request, response) => void handle(api, limits, request, response));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return server;
};
