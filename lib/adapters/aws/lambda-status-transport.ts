import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { AppError } from '../../errors.ts';
import type { StatusTransport } from '../../ports/live.ts';

const TIMEOUT_MS = 10_000;

/** Hands a batch to the status publisher function and waits until it is through: that keeps batches in order. */
export function makeLambdaStatusTransport(
  functionName: string,
  client = new LambdaClient({}),
): StatusTransport {
  return {
    async send(tenantId, events) {
      const Payload = JSON.stringify({ tenantId, events });
      const command = new InvokeCommand({ FunctionName: functionName, Payload });
      const answer = await client.send(command, { abortSignal: AbortSignal.timeout(TIMEOUT_MS) });
      if (answer.FunctionError !== undefined)
        throw new AppError('UNAVAILABLE', 'The status publisher failed.', { retryable: true });
    },
  };
}
