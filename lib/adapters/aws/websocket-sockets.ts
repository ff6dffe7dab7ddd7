import {
  ApiGatewayManagementApiClient,
  DeleteConnectionCommand,
  GoneException,
  PostToConnectionCommand,
} from '@aws-sdk/client-apigatewaymanagementapi';
import type { Sockets } from '../../ports/live.ts';

const TIMEOUT_MS = 2_000;

/** Sockets of the WebSocket API; `endpoint` is its https URL with the stage, where the SDK is not told otherwise. */
export function makeWebSockets(endpoint: string, client?: ApiGatewayManagementApiClient): Sockets {
  const api = client ?? new ApiGatewayManagementApiClient({ endpoint });
  const withinTime = () => ({ abortSignal: AbortSignal.timeout(TIMEOUT_MS) });
  return {
    post: async (ConnectionId, frame) => {
      try {
        await api.send(new PostToConnectionCommand({ ConnectionId, Data: frame }), withinTime());
        return 'sent';
      } catch (error) {
        return error instanceof GoneException ? 'gone' : 'failed';
      }
    },
    end: async (ConnectionId) => {
      await api.send(new DeleteConnectionCommand({ ConnectionId }), withinTime()).catch(() => undefined);
    },
  };
}
