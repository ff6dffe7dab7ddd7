import type { Outputs } from './outputs.ts';

const signIn = (
  { cognitoEndpoint, userPoolClientId }: Outputs,
  { username, password }: Outputs['users'][number],
): string => {
  const request = {
    AuthFlow: 'USER_PASSWORD_AUTH',
    ClientId: userPoolClientId,
    AuthParameters: { USERNAME: username, PASSWORD: password },
  };
  return (
    `curl -s ${cognitoEndpoint} -H 'Content-Type: application/x-amz-json-1.1' ` +
    `-H 'X-Amz-Target: AWSCognitoIdentityProviderService.InitiateAuth' -d '${JSON.stringify(request)}'` +
    ` | sed 's/.*"IdToken":"\\([^"]*\\)".*/\\1/'`
  );
};

/** One shell line that signs the first user in and asks for the health and the agents. */
export const curlCommand = (outputs: Outputs): string => {
  const [user] = outputs.users;
  if (!user) throw new Error('The local user pool has no users.');
  const api = `${outputs.apiUrl}/api/v1`;
  return `curl -s ${api}/health; echo; curl -s ${api}/agents -H "Authorization: Bearer $(${signIn(outputs, user)})"`;
};

/** What a person needs to use the running stack. */
export const banner = (outputs: Outputs, seconds: number): string =>
  [
    '',
    `DomainFlow is ready (${seconds.toFixed(1)} s).`,
    '',
    `  API        ${outputs.apiUrl}/api/v1`,
    `  WebSocket  ${outputs.websocketUrl}`,
    `  Users      password of all: ${outputs.users[0]?.password ?? ''}`,
    ...outputs.users.map(
      ({ username, tenantId, groups }) =>
        `             ${username.padEnd(24)} ${groups.join(', ')} of ${tenantId}`,
    ),
    '',
    '  Try it:',
    '',
    curlCommand(outputs),
    '',
    '  Ctrl-C stops it; the data stays. `npm run reset` deletes the data.',
    '',
  ].join('\n');
