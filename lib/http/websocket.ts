import type { APIGatewayAuthorizerResult, APIGatewayEventWebsocketRequestContextV2 } from 'aws-lambda';
import type { LiveHolder } from '../ports/live.ts';

/** What an authorizer says of a connection, as text; without a holder API Gateway hands on `principalId` alone. */
interface HolderContext {
  principalId?: string;
  tenantId?: string;
  userId?: string;
  endsAt?: string;
}
export type SocketContext = APIGatewayEventWebsocketRequestContextV2 & { authorizer?: HolderContext };

/**
 * The answer of the WebSocket authorizer: whose ticket it was. It refuses nobody itself. API Gateway would turn its
 * refusal into 403, and into 401 only as an error of the function; `$connect` answers 401 to who is nobody.
 */
export function policyFor(methodArn: string, holder: LiveHolder | undefined): APIGatewayAuthorizerResult {
  return {
    principalId: holder?.userId ?? 'nobody',
    policyDocument: {
      Version: '2012-10-17',
      Statement: [{ Action: 'execute-api:Invoke', Effect: 'Allow', Resource: methodArn }],
    },
    ...(holder && {
      context: { tenantId: holder.tenantId, userId: holder.userId, endsAt: holder.endsAt.toISOString() },
    }),
  };
}

/** Who connects; undefined for nobody, whose connection is to be refused. */
export function holderOf(context: HolderContext | undefined): LiveHolder | undefined {
  const { tenantId, userId, endsAt } = context ?? {};
  if (tenantId === undefined || userId === undefined || endsAt === undefined) return undefined;
  return { tenantId, userId, endsAt: new Date(endsAt) };
}
