/** Attributes of the user that a token is made for, as the user pool keeps them. */
export type UserAttributes = Readonly<Record<string, string | undefined>>;

/**
 * Claims that an access token needs beside Cognito's own: `tenant_id`, from the attribute that only administrators
 * write. A user without a tenant gets none, and the API then answers 403.
 */
export function accessTokenClaims(attributes: UserAttributes): Record<string, string> {
  const tenantId = attributes['custom:tenant_id']?.trim();
  return tenantId === undefined || tenantId === '' ? {} : { tenant_id: tenantId };
}
