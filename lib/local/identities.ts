/** A user that exists in a fresh local stack. The ids are fixed so that stored rows keep their owners over a reset. */
export interface LocalUser {
  readonly id: string;
  readonly username: string;
  readonly password: string;
  readonly tenantId: string;
  readonly groups: readonly string[];
}

const password = 'Local-Pass-1';

const user = (id: string, username: string, tenantId: string, group: string): LocalUser => ({
  id: `7a1e0000-0000-4000-8000-00000000000${id}`,
  username,
  password,
  tenantId,
  groups: [group],
});

/** Two tenants: `riverside` with one user of each role, `hillcrest` with an administrator. */
export const localUsers: readonly LocalUser[] = [
  user('1', 'nora@riverside.example', 'riverside', 'admin'),
  user('2', 'ines@riverside.example', 'riverside', 'analyst'),
  user('3', 'sam@riverside.example', 'riverside', 'member'),
  user('4', 'tariq@hillcrest.example', 'hillcrest', 'admin'),
];
