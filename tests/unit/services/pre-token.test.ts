import { describe, expect, it } from '@jest/globals';
import type { PreTokenGenerationV2TriggerEvent } from 'aws-lambda';
import { handler } from '../../../handlers/pre-token.ts';
import { toPrincipal } from '../../../lib/http/principal.ts';

/** The shape that Cognito documents for PreTokenGeneration V2; not a recording. */
const eventFor = (userAttributes: Record<string, string>): PreTokenGenerationV2TriggerEvent => ({
  version: '2',
  triggerSource: 'TokenGeneration_Authentication',
  region: 'eu-central-1',
  userPoolId: 'eu-central-1_example',
  userName: '6f1c',
  callerContext: { awsSdkVersion: 'aws-sdk-unknown-unknown', clientId: 'client' },
  request: {
    userAttributes,
    groupConfiguration: { groupsToOverride: ['admin'], iamRolesToOverride: [] },
    scopes: ['aws.cognito.signin.user.admin'],
  },
  response: { claimsAndScopeOverrideDetails: {} },
});

const claimsAdded = async (userAttributes: Record<string, string>) =>
  (await handler(eventFor(userAttributes))).response.claimsAndScopeOverrideDetails.accessTokenGeneration
    ?.claimsToAddOrOverride;

describe('the pre-token trigger', () => {
  it('adds the tenant under the name that the API reads from access tokens', async () => {
    const claims = await claimsAdded({ sub: 'user-1', 'custom:tenant_id': 'acme' });
    expect(claims).toEqual({ tenant_id: 'acme' });
    expect(toPrincipal({ sub: 'user-1', ...claims }).tenantId).toBe('acme');
  });

  it.each([[{}], [{ 'custom:tenant_id': '' }], [{ 'custom:tenant_id': '  ' }]])(
    'adds no tenant for a user without one: %j',
    async (attributes) => {
      expect(await claimsAdded(attributes)).toEqual({});
    },
  );

  it('takes the tenant from nothing but the attribute, and leaves groups and ID tokens to Cognito', async () => {
    const event = await handler(eventFor({ tenant_id: 'chosen-by-client', 'custom:tenant_id': 'acme' }));
    expect(event.response).toEqual({
      claimsAndScopeOverrideDetails: {
        accessTokenGeneration: { claimsToAddOrOverride: { tenant_id: 'acme' } },
      },
    });
  });
});
