import { beforeAll, describe, expect, it, jest } from '@jest/globals';
import { queueInvocations } from '../../../lib/local/lambda-invocations.ts';

interface Answer {
  readonly StatusCode: number;
  readonly Payload: unknown;
}
interface InvocationsController {
  invoke(name: string, type: string | undefined, event: unknown): Promise<Answer>;
}
type Run = (event: unknown) => Promise<unknown>;

/** serverless-offline's own controller over functions that run in this test. */
const makeController = async (functions: Record<string, Run>): Promise<InvocationsController> => {
  const path =
    '../../../node_modules/serverless-offline/src/lambda/routes/invocations/InvocationsController.js';
  const { default: Controller } = (await import(path)) as {
    default: new (lambda: unknown) => InvocationsController;
  };
  return new Controller({
    listFunctionNames: () => Object.keys(functions),
    getByFunctionName: (name: string) => {
      let event: unknown;
      return {
        setClientContext: () => undefined,
        setEvent: (value: unknown) => {
          event = value;
        },
        runHandler: () => functions[name]!(event),
      };
    },
  });
};
const settle = () => new Promise((resolve) => setTimeout(resolve, 20));

describe('queueInvocations', () => {
  beforeAll(() => queueInvocations(new Map(['echo', 'fails', 'slow'].map((name) => [name, name]))));

  it('answers asynchronous invocations at once and runs them', async () => {
    const run = jest.fn<Run>(() => Promise.resolve('done'));
    const controller = await makeController({ echo: run });
    await expect(controller.invoke('echo', 'Event', { a: 1 })).resolves.toEqual({
      StatusCode: 202,
      Payload: '',
    });
    await settle();
    expect(run.mock.calls).toEqual([[{ a: 1 }]]);
  });

  it('hands over the result of a synchronous one', async () => {
    const controller = await makeController({ echo: (event) => Promise.resolve(event) });
    const answer = await controller.invoke('echo', 'RequestResponse', { a: 1 });
    expect(answer).toMatchObject({ StatusCode: 200, Payload: { a: 1 } });
  });

  it('keeps a failure of an asynchronous one to the log', async () => {
    const unhandled = jest.fn();
    process.on('unhandledRejection', unhandled);
    const controller = await makeController({ fails: () => Promise.reject(new Error('boom')) });
    await expect(controller.invoke('fails', 'Event', {})).resolves.toMatchObject({ StatusCode: 202 });
    await settle();
    process.removeListener('unhandledRejection', unhandled);
    expect(unhandled).not.toHaveBeenCalled();
  });

  it('runs four of a function at a time, and every one in the end', async () => {
    let running = 0;
    let most = 0;
    let finished = 0;
    const controller = await makeController({
      slow: async () => {
        running += 1;
        most = Math.max(most, running);
        await settle();
        running -= 1;
        finished += 1;
      },
    });
    await Promise.all(Array.from({ length: 30 }, () => controller.invoke('slow', 'Event', {})));
    while (finished < 30) await settle();
    expect(most).toBe(4);
  });

  it('does not know a function that is not there', async () => {
    const controller = await makeController({});
    await expect(controller.invoke('missing', 'Event', {})).resolves.toMatchObject({ StatusCode: 404 });
  });
});
