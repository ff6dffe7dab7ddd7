/**
 * The edge as handlers see it: `route` declares one operation, `serve` makes a Lambda function of several.
 * Tenancy rows and limits are taken care of before any use case runs.
 */
import { admission, log } from './app.ts';
import { makeRoute, makeServe } from './http/pipeline.ts';

export { RawResponse } from './http/pipeline.ts';

export const route = /* @__PURE__ */ makeRoute((principal) => admission().admit(principal));

export const serve = /* @__PURE__ */ makeServe({
  failed: (error, requestId) => log().error('request failed', { request_id: requestId, error }),
  answered: (fields) => log().info('request answered', fields),
});
