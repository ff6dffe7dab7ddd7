import type { APIGatewayProxyWebsocketEventV2WithRequestContext as SocketEvent } from 'aws-lambda';
import { liveStatus } from '../lib/app.ts';
import { toHolder } from '../lib/http/websocket.ts';
import type { SocketContext } from '../lib/http/websocket.ts';

const ok = { statusCode: 200 };

export const handler = async ({ requestContext, body }: SocketEvent<SocketContext>) => {
  const { eventType, connectionId, authorizer } = requestContext;
  if (eventType === 'CONNECT') await liveStatus().connect(connectionId, toHolder(authorizer));
  else if (eventType === 'DISCONNECT') await liveStatus().disconnect(connectionId);
  else await liveStatus().receive(connectionId, body);
  return ok;
};
