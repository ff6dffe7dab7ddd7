import * as z from 'zod';
import { agent } from '../domain/agent.ts';
import { AppError, toAppError, type ErrorCode } from '../errors.ts';
import type { AgentInvocation, AgentResult, AgentRunner, DomainContext } from '../ports/agents.ts';

/** The part of an invocation that can travel: no signal, no callbacks. */
const travelling = z.object({
  principal: z.object({ tenantId: z.string(), userId: z.string() }),
  jobId: z.string(),
  agent,
  domain: z.custom<DomainContext>((value) => typeof value === 'object' && value !== null),
  now: z.iso.datetime(),
  text: z.string(),
  upstream: z.record(z.string(), z.unknown()),
});

export type RemoteAnswer =
  | { ok: true; result: AgentResult }
  | {
      ok: false;
      error: {
        code: ErrorCode;
        message: string;
        data: Readonly<Record<string, unknown>>;
        retryable: boolean;
      };
    };

/** The other side ends a little earlier than the caller's patience. */
const PATIENCE_MS = 24_000;

export const toPayload = ({
  principal,
  jobId,
  agent: who,
  domain,
  now,
  text,
  upstream,
}: AgentInvocation) => ({
  principal: { tenantId: principal.tenantId, userId: principal.userId },
  jobId,
  agent: who,
  domain,
  now: now.toISOString(),
  text,
  upstream,
});

/** The result, or the error as it was thrown on the other side. */
export function fromAnswer(answer: RemoteAnswer): AgentResult {
  if (answer.ok) return answer.result;
  const { code, message, data, retryable } = answer.error;
  throw new AppError(code, message, { data, retryable });
}

/** Runs one agent for another function, which does not carry a language model itself. */
export function makeRemoteRuns(runner: AgentRunner) {
  return {
    async serve(payload: unknown): Promise<RemoteAnswer> {
      try {
        const { now, ...invocation } = travelling.parse(payload);
        const signal = AbortSignal.timeout(PATIENCE_MS);
        return { ok: true, result: await runner.run({ ...invocation, now: new Date(now), signal }) };
      } catch (error) {
        const { code, message, data, retryable } = toAppError(error);
        return { ok: false, error: { code, message, data, retryable } };
      }
    },
  };
}
