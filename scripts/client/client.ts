import createClient, { type Client } from 'openapi-fetch';
import type { paths } from './generated/api.ts';

/** The API's client; its types come from openapi.json. */
export type ApiClient = Client<paths>;

/** `baseUrl` without `/api/v1`; every request carries the token. */
export const makeApiClient = (baseUrl: string, token: string, send: typeof fetch = fetch): ApiClient =>
  createClient<paths>({
    baseUrl: baseUrl.replace(/\/$/, ''),
    headers: { authorization: `Bearer ${token}` },
    fetch: send,
  });

export interface SignIn {
  /** `https://cognito-idp.<region>.amazonaws.com`, or the emulator. */
  cognitoEndpoint: string;
  userPoolClientId: string;
  username: string;
  password: string;
}

/** The ID token of a user. Throws with what Cognito said when it refuses. */
export async function signIn({
  cognitoEndpoint,
  userPoolClientId,
  username,
  password,
}: SignIn): Promise<string> {
  const response = await fetch(cognitoEndpoint, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.1',
      'x-amz-target': 'AWSCognitoIdentityProviderService.InitiateAuth',
    },
    body: JSON.stringify({
      AuthFlow: 'USER_PASSWORD_AUTH',
      ClientId: userPoolClientId,
      AuthParameters: { USERNAME: username, PASSWORD: password },
    }),
  });
  const text = await response.text();
  const token = (JSON.parse(text) as { AuthenticationResult?: { IdToken?: string } }).AuthenticationResult;
  if (token?.IdToken === undefined) throw new Error(`${username} could not sign in: ${text}`);
  return token.IdToken;
}
