import type { Principal } from '../domain/principal.ts';
import type { TenantStore } from '../ports/relational.ts';
import type { RateLimits } from './rate-limits.ts';

const REMEMBERED = 1_000;

/**
 * What happens before any use case of a signed-in user. The first request of a user creates its tenant and user rows,
 * so that no later write fails on a missing foreign key; who was seen is remembered for the life of the process.
 */
export function makeAdmission({
  tenants,
  rates,
}: {
  tenants: Pick<TenantStore, 'ensure'>;
  rates: Pick<RateLimits, 'take'>;
}) {
  const seen = new Set<string>();
  return {
    /** Throws RATE_LIMITED when the tenant asks too often. */
    async admit(principal: Principal): Promise<void> {
      await rates.take(principal.tenantId, 'requests_per_minute');
      const key = JSON.stringify([principal.tenantId, principal.userId, principal.username, principal.role]);
      if (seen.has(key)) return;
      await tenants.ensure(principal);
      if (seen.size >= REMEMBERED) seen.clear();
      seen.add(key);
    },
  };
}
