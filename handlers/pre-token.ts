import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';
import { accessTokenClaims } from '../lib/services/pre-token.ts';

/** Cognito's pre-token-generation trigger (V2): adds the tenant to access tokens. */
export const handler = (
  event: PreTokenGenerationV2TriggerEvent,
): Promise<PreTokenGenerationV2TriggerEvent> => {
  const claimsToAddOrOverride = accessTokenClaims(event.request.userAttributes);
  const response = { claimsAndScopeOverrideDetails: { accessTokenGeneration: { claimsToAddOrOverride } } };
  return Promise.resolve({ ...event, response });
};
