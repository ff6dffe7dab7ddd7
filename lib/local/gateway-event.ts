import { randomUUID } from 'node:crypto';
import { authorizerHeader } from './jwt-auth-provider.ts';

/** An event of API Gateway, payload format 2.0, as far as it is corrected here. */
interface HttpEvent {
  readonly headers: Record<string, string | undefined>;
  readonly requestContext: { requestId: string; domainName: string };
}
interface EventBuilder {
  prototype: { create: (this: unknown) => HttpEvent };
}

const loadBuilder = async (): Promise<EventBuilder> => {
  const entry = import.meta.resolve('serverless-offline');
  const url = new URL('./events/http/lambda-events/LambdaProxyIntegrationEventV2.js', entry);
  return ((await import(url.href)) as { default: EventBuilder }).default;
};

/**
 * serverless-offline gives every request the same id and host. Functions put the id into logs and errors, so each
 * request gets one of its own, as on AWS; the header that carried the verified claims is taken out again.
 */
export const correctGatewayEvents = async (): Promise<void> => {
  const builder = await loadBuilder();
  const { create } = builder.prototype;
  builder.prototype.create = function corrected(this: unknown): HttpEvent {
    const event = create.call(this);
    const { [authorizerHeader]: _, ...headers } = event.headers;
    const domainName = headers['host'] ?? event.requestContext.domainName;
    return {
      ...event,
      headers,
      requestContext: { ...event.requestContext, requestId: randomUUID(), domainName },
    };
  };
};
