import { JwtVerifier } from 'aws-jwt-verify';

export type Claims = Readonly<Record<string, unknown>>;

export interface TrustedPool {
  readonly issuer: string;
  readonly clientId: string;
  readonly jwksUri: string;
}

/** An ID token names its client in `aud`, an access token in `client_id`. */
const isForClient = (claims: Claims, clientId: string): boolean =>
  (claims['token_use'] === 'id' && claims['aud'] === clientId) ||
  (claims['token_use'] === 'access' && claims['aud'] === undefined && claims['client_id'] === clientId);

/**
 * What API Gateway's JWT authorizer checks: signature by a key of the pool, issuer, client, expiry, and that it is an
 * ID or an access token. Gives the claims, or undefined for a token that fails any of it.
 */
export const makeJwtVerifier = (pool: TrustedPool): ((token: string) => Promise<Claims | undefined>) => {
  // The library fetches keys over https only; the local pool has http.
  const verifier = JwtVerifier.create({
    issuer: pool.issuer,
    audience: null,
    jwksUri: `${pool.issuer}/jwks`,
  });
  let keys: Promise<void> | undefined;
  const loadKeys = async (): Promise<void> => {
    const response = await fetch(pool.jwksUri);
    verifier.cacheJwks((await response.json()) as Parameters<typeof verifier.cacheJwks>[0]);
  };

  return async (token) => {
    keys ??= loadKeys().catch((error: unknown) => {
      keys = undefined;
      throw error;
    });
    await keys;
    try {
      const claims: Claims = verifier.verifySync(token);
      return isForClient(claims, pool.clientId) ? claims : undefined;
    } catch {
      return undefined;
    }
  };
};

/** API Gateway hands claims over as text: lists as `[a b]`, everything else as its JSON. */
export const toGatewayClaims = (claims: Claims): Record<string, string> =>
  Object.fromEntries(
    Object.entries(claims).map(([name, value]) => {
      if (typeof value === 'string') return [name, value];
      return [name, Array.isArray(value) ? `[${value.join(' ')}]` : JSON.stringify(value)];
    }),
  );
