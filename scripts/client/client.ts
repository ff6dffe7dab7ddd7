import createClient, { type Client, type MethodResponse } from 'openapi-fetch';
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

export type Report = MethodResponse<ApiClient, 'get', '/api/v1/reports/{incident_id}'>;
export type Query = MethodResponse<ApiClient, 'get', '/api/v1/queries/{query_id}'>;
export type Session = MethodResponse<ApiClient, 'post', '/api/v1/sessions'>;

/** The API's refusal, in its own words. */
export class RequestFailed extends Error {
  override readonly name = 'RequestFailed';
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

/** What a call answered. Throws RequestFailed with the API's error when it was refused. */
export function dataOf<T>(answer: { data?: T; error?: unknown; response: Response }): T {
  const { data, error, response } = answer;
  if (response.ok && data !== undefined) return data;
  throw new RequestFailed(
    response.status,
    `${new URL(response.url).pathname} answered ${response.status}: ${JSON.stringify(error)}`,
  );
}

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
