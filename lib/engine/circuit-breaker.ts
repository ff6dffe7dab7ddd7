import { AppError } from '../errors.ts';
import type { Clock } from '../ports/world.ts';

interface Circuit {
  failures: number;
  openUntil: number;
}

/**
 * Spares a model that does not answer: after `failures` failed calls in a row no call is made for `openMs`, then one is
 * let through to try. One circuit per model and process.
 */
export function makeCircuitBreaker(
  clock: Pick<Clock, 'now'>,
  { failures, openMs }: { failures: number; openMs: number },
) {
  const circuits = new Map<string, Circuit>();
  const circuitOf = (model: string): Circuit => {
    const circuit = circuits.get(model) ?? { failures: 0, openUntil: 0 };
    circuits.set(model, circuit);
    return circuit;
  };
  return {
    /** Throws MODEL_UNAVAILABLE, with the wait in seconds, while the circuit is open. */
    admit(model: string): void {
      const circuit = circuitOf(model);
      if (circuit.failures < failures) return;
      const now = clock.now().getTime();
      if (now < circuit.openUntil) {
        const retryAfter = (circuit.openUntil - now) / 1_000;
        const message = `The model ${model} has not answered for some time; no call was made.`;
        throw new AppError('MODEL_UNAVAILABLE', message, { retryable: true, retryAfter });
      }
      circuit.openUntil = now + openMs;
    },
    succeeded(model: string): void {
      circuits.delete(model);
    },
    failed(model: string): void {
      const circuit = circuitOf(model);
      circuit.failures += 1;
      if (circuit.failures >= failures) circuit.openUntil = clock.now().getTime() + openMs;
    },
  };
}
export type CircuitBreaker = ReturnType<typeof makeCircuitBreaker>;
