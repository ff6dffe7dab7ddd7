import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { AppError } from '../../errors.ts';
import type { AgentInvocation, AgentResult, AgentRunner } from '../../ports/agents.ts';

export interface Protocol<Answer> {
  toPayload: (invocation: AgentInvocation) => unknown;
  fromAnswer: (answer: Answer) => AgentResult;
}

const unavailable = (cause: unknown): AppError =>
  new AppError('UNAVAILABLE', 'The agent could not be run.', { cause, retryable: true });

/** Runs agents in another function and waits for the answer. */
export function makeLambdaAgentRunner<Answer>(
  functionName: string,
  { toPayload, fromAnswer }: Protocol<Answer>,
  client = new LambdaClient({ maxAttempts: 1 }),
): AgentRunner {
  return {
    async run(invocation) {
      const command = new InvokeCommand({
        FunctionName: functionName,
        Payload: JSON.stringify(toPayload(invocation)),
      });
      const { Payload, FunctionError } = await client
        .send(command, { abortSignal: invocation.signal })
        .catch((cause: unknown) => {
          throw unavailable(cause);
        });
      if (FunctionError !== undefined || Payload === undefined) throw unavailable(FunctionError);
      return fromAnswer(JSON.parse(Payload.transformToString()) as Answer);
    },
  };
}
