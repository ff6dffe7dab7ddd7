import type { APIGatewayProxyWebsocketEventV2WithRequestContext as SocketEvent } from 'aws-lambda';
import { liveStatus } from '../lib/app.ts';
import { holderOf } from '../lib/http/websocket.ts';
import type { SocketContext } from '../lib/http/websocket.ts';

const ok = { statusCode: 200 };
const unauthorized = { statusCode: 401 };

async function connect({ connectionId, authorizer }: SocketContext) {
  const holder = holderOf(authorizer);
  if (holder === undefined) return unauthorized;
  await liveStatus().connect(connectionId, holder);
  return ok;
}

export const handler = async ({ requestContext, body }: SocketEvent<SocketContext>) => {
  const { eventType, connectionId } = requestContext;
  if (eventType === 'CONNECT') return connect(requestContext);
  if (eventType === 'DISCONNECT') await liveStatus().disconnect(connectionId);
  else await liveStatus().receive(connectionId, body);
  return ok;
};
