import type { APIGatewayRequestAuthorizerEvent } from 'aws-lambda';
import { liveStatus } from '../lib/app.ts';
import { policyFor } from '../lib/http/websocket.ts';

/** Names who brings a ticket that is still good, and uses it up. */
export const handler = async (event: APIGatewayRequestAuthorizerEvent) =>
  policyFor(event.methodArn, await liveStatus().authorise(event.queryStringParameters?.['ticket']));
