import type { LanguageModelV4 } from '@ai-sdk/provider';
import type { Log } from '../ports/world.ts';

const bodyOf = (body: unknown): unknown => {
  if (typeof body !== 'string') return typeof body;
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return body;
  }
};

/** Logs method, address without query, and body of every request. Headers (keys, signatures) are left out. */
export const requestLoggingFetch =
  (send: typeof fetch, log: Log): typeof fetch =>
  async (input, init) => {
    const url = new URL(input instanceof Request ? input.url : input);
    log.info('model request', {
      method: init?.method ?? 'GET',
      url: `${url.origin}${url.pathname}`,
      body: bodyOf(init?.body),
    });
    return send(input, init);
  };

/** The same for a model without a wire. */
export const logRequests = (model: LanguageModelV4, log: Log): LanguageModelV4 => ({
  ...model,
  doGenerate: (options) => {
    const { prompt, tools, responseFormat } = options;
    log.info('model request', { model: model.modelId, body: { prompt, tools, responseFormat } });
    return model.doGenerate(options);
  },
});
