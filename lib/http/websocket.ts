import type { APIGatewayAuthorizerResult, APIGatewayEventWebsocketRequestContextV2 } from 'aws-lambda';
import { AppError } from '../errors.ts';
import type { LiveHolder } from '../ports.ts';

/** API Gateway hands an authorizer's context on as text. */
interface HolderContext {
  tenantId: string;
  userId: string;
  endsAt: string;
}
export type SocketContext = APIGatewayEventWebsocketRequestContextV2 & { authorizer?: HolderContext };

/** The answer of a WebSocket authorizer: who is let in, or that nobody is. */
export function policyFor(methodArn: string, holder: LiveHolder | undefined): APIGatewayAuthorizerResult {
  const Effect = holder === undefined ? 'Deny' : 'Allow';
  return {
    principalId: holder?.userId ?? 'nobody',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect, Resource: methodArn }],
    },
    ...(holder && {
      context: { tenantId: holder.tenantId, userId: holder.userId, endsAt: holder.endsAt.toISOString() },
    }),
  };
}

/** Whom the authorizer let in. Throws UNAUTHORIZED when a connection comes past it. */
export function toHolder(context: HolderContext | undefined): LiveHolder {
  if (context === undefined) throw new AppError('UNAUTHORIZED', 'The connection has no authorization.');
  return { tenantId: context.tenantId, userId: context.userId, endsAt: new Date(context.endsAt) };
}
