import type { User } from '../../../domain/team.ts';
import { forbidden } from '../../../errors.ts';
import type { TenantStore } from '../../../ports/relational.ts';
import type { Sql } from './client.ts';

const USERS_A_CALL = 1_000;

export function makeTenantStore(sql: Sql): TenantStore {
  return {
    ensure: async ({ tenantId, userId, username, role }) => {
      if (tenantId.startsWith('_')) throw forbidden('This tenant id is reserved.');
      await sql.run(
        `with tenant as (insert into tenants (tenant_id) values (:tenant) on conflict do nothing)
         insert into users (tenant_id, user_id, username, role) values (:tenant, :user, :username, :role)
         on conflict (tenant_id, user_id) do update
           set username = excluded.username, role = excluded.role, updated_at = now()
           where (users.username, users.role) is distinct from (excluded.username, excluded.role)`,
        { tenant: tenantId, user: userId, username, role },
      );
    },
    listUsers: async (tenantId) => {
      const users: User[] = [];
      for (let full = true; full;) {
        const rows = await sql.rows<User>(
          `select user_id, username, role from users where tenant_id = :tenant and user_id > :after
           order by user_id limit ${USERS_A_CALL}`,
          { tenant: tenantId, after: users.at(-1)?.user_id ?? '' },
        );
        users.push(...rows);
        full = rows.length === USERS_A_CALL;
      }
      return users;
    },
  };
}
