import { takeThread } from './concurrency.ts';

interface Outcome {
  readonly StatusCode: number;
  readonly Payload?: unknown;
  readonly UnhandledError?: boolean;
}
type Invoke = (
  this: unknown,
  name: string,
  type: string | undefined,
  event: unknown,
  context: unknown,
) => Promise<Outcome>;
interface Controller {
  prototype: { invoke: Invoke };
}

const loadController = async (): Promise<Controller> => {
  const entry = import.meta.resolve('serverless-offline');
  const url = new URL('./lambda/routes/invocations/InvocationsController.js', entry);
  return ((await import(url.href)) as { default: Controller }).default;
};

/**
 * Lambda's queue for invocations through its API. serverless-offline runs every asynchronous one at once, and dies of
 * one that fails; here they wait for a thread, and a failure is a line in the log. Unlike AWS nothing is tried again.
 * `functions` maps names to keys.
 */
export const queueInvocations = async (functions: ReadonlyMap<string, string>): Promise<void> => {
  const controller = await loadController();
  const { invoke } = controller.prototype;

  controller.prototype.invoke = async function queued(name, type, event, context) {
    const key = functions.get(name);
    if (key === undefined) return invoke.call(this, name, type, event, context);
    const inTurn = async (): Promise<Outcome> => {
      const free = await takeThread(key);
      try {
        return await invoke.call(this, name, 'RequestResponse', event, context);
      } finally {
        free();
      }
    };
    if (type !== 'Event') return inTurn();
    void inTurn().catch((error: unknown) => console.error(`${name} was not invoked:`, error));
    return { StatusCode: 202, Payload: '' };
  };
};
