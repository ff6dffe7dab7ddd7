import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { AppError } from '../../errors.ts';
import type { Dispatcher } from '../../ports/jobs.ts';

/** Invokes the orchestrator asynchronously with the job's reference as its event. Throws UNAVAILABLE when Lambda does not take it. */
export function makeLambdaDispatcher(functionName: string, client = new LambdaClient({})): Dispatcher {
  return {
    async dispatch(ref) {
      const command = new InvokeCommand({
        FunctionName: functionName,
        InvocationType: 'Event',
        Payload: JSON.stringify(ref),
      });
      await client.send(command).catch((cause: unknown) => {
        throw new AppError('UNAVAILABLE', 'The job could not be dispatched.', { cause, retryable: true });
      });
    },
  };
}
