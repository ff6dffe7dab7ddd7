import { randomBytes } from 'node:crypto';
import {
  AdminAddUserToGroupCommand,
  AdminCreateUserCommand,
  AdminListGroupsForUserCommand,
  AdminRemoveUserFromGroupCommand,
  AdminSetUserPasswordCommand,
  AdminUpdateUserAttributesCommand,
  CognitoIdentityProviderClient,
  UsernameExistsException,
} from '@aws-sdk/client-cognito-identity-provider';

export interface NewUser {
  /** E-mail address: what the user signs in with. */
  readonly username: string;
  readonly tenantId: string;
  readonly groups: readonly string[];
  /** Permanent; a strong random one where it is left out. */
  readonly password?: string;
}
export interface Pool {
  readonly userPoolId: string;
  readonly region: string;
  /** Of the local emulator. */
  readonly endpoint?: string;
}

/** 24 characters with a lower-case and an upper-case letter and a digit, as the pool's policy wants. */
export const makePassword = (): string => `${randomBytes(16).toString('base64url').slice(0, 21)}aA1`;

/** Puts the user into the given groups and out of all others. */
async function putGroups(
  client: CognitoIdentityProviderClient,
  named: { UserPoolId: string; Username: string },
  groups: readonly string[],
): Promise<void> {
  const { Groups = [] } = await client.send(new AdminListGroupsForUserCommand(named));
  const current = Groups.flatMap(({ GroupName }) => GroupName ?? []);
  for (const GroupName of current.filter((group) => !groups.includes(group))) {
    await client.send(new AdminRemoveUserFromGroupCommand({ ...named, GroupName }));
  }
  for (const GroupName of groups.filter((group) => !current.includes(group))) {
    await client.send(new AdminAddUserToGroupCommand({ ...named, GroupName }));
  }
}

/**
 * Creates the user in the pool, or brings an existing one to the given tenant, groups and password. Only somebody with
 * the rights of an administrator of the pool can: no client may write the tenant.
 */
export async function putUser(pool: Pool, user: NewUser): Promise<{ password: string; created: boolean }> {
  const client = new CognitoIdentityProviderClient({
    region: pool.region,
    ...(pool.endpoint === undefined ? {} : { endpoint: pool.endpoint }),
  });
  const named = { UserPoolId: pool.userPoolId, Username: user.username };
  const attributes = [
    { Name: 'email', Value: user.username },
    { Name: 'email_verified', Value: 'true' },
    { Name: 'custom:tenant_id', Value: user.tenantId },
  ];
  const created = await client
    .send(new AdminCreateUserCommand({ ...named, UserAttributes: attributes, MessageAction: 'SUPPRESS' }))
    .then(() => true)
    .catch((error: unknown) => {
      if (error instanceof UsernameExistsException) return false;
      throw error;
    });
  if (!created) {
    await client.send(new AdminUpdateUserAttributesCommand({ ...named, UserAttributes: attributes }));
  }
  const password = user.password ?? makePassword();
  await client.send(new AdminSetUserPasswordCommand({ ...named, Password: password, Permanent: true }));
  await putGroups(client, named, user.groups);
  return { password, created };
}
