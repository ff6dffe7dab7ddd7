/**
 * The edge as handlers see it: `route` declares one operation, `serve` makes a Lambda function of several.
 * Tenancy rows and limits are taken care of before any use case runs.
 */
import { log } from './app-ports.ts';
import { admission } from './app.ts';
import { makeServe } from './http/pipeline.ts';
import { makeRoute } from './http/route.ts';

export { RawResponse } from './http/route.ts';

export const route = /* @__PURE__ */ makeRoute((principal) => admission().admit(principal));

export const serve = /* @__PURE__ */ makeServe({
  failed: (error, requestId) => log().error('request failed', { request_id: requestId, error }),
  answered: (fields) => log().info('request answered', fields),
});
