import { roles, type Principal, type Role } from '../domain/principal.ts';
import { AppError } from '../errors.ts';

/** Verified claims as API Gateway hands them over: every value may have become text, lists become `[a b]`. */
export type Claims = Readonly<Record<string, unknown>>;

const text = (value: unknown): string | undefined =>
  typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;

function groupsOf(claim: unknown): string[] {
  if (Array.isArray(claim)) return claim.map(String);
  return (text(claim) ?? '')
    .replace(/^\[|\]$/g, '')
    .split(/[\s,]+/)
    .filter(Boolean);
}

/** The strongest group wins; no known group is a member. */
const roleOf = (groups: readonly string[]): Role => roles.find((role) => groups.includes(role)) ?? 'member';

/**
 * Who is asking, from the claims of an ID token (`custom:tenant_id`) or an access token (`tenant_id`).
 * Throws UNAUTHORIZED without a subject, NO_TENANT without a tenant.
 */
export function toPrincipal(claims: Claims | undefined): Principal {
  const userId = text(claims?.['sub']);
  if (claims === undefined || userId === undefined) {
    throw new AppError('UNAUTHORIZED', 'The request carries no verified identity.');
  }
  const tenantId = text(claims['custom:tenant_id']) ?? text(claims['tenant_id']);
  if (tenantId === undefined) {
    throw new AppError(
      'NO_TENANT',
      'The token names no tenant; ask an administrator to set custom:tenant_id.',
    );
  }
  const username = text(claims['cognito:username']) ?? text(claims['username']) ?? userId;
  return Object.freeze({ tenantId, userId, username, role: roleOf(groupsOf(claims['cognito:groups'])) });
}

/** When the token ends (`exp`, seconds since 1970, perhaps as text); the past when it does not say. */
export function expiryOf(claims: Claims | undefined): Date {
  const seconds = Number(claims?.['exp']);
  return new Date(Number.isFinite(seconds) ? seconds * 1_000 : 0);
}
