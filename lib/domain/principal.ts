import * as z from 'zod';

export const roles = ['admin', 'analyst', 'member'] as const;
export const role = z.enum(roles);
export type Role = z.infer<typeof role>;

/** Who is asking. Built from verified token claims only, never from a body, a path or a model's arguments. */
export interface Principal {
  readonly tenantId: string;
  readonly userId: string;
  readonly username: string;
  readonly role: Role;
}

/** A record that somebody of a tenant owns. */
export interface Owned {
  readonly created_by: string;
}

/** Admins write everything in their tenant; analysts and members what they created. */
export const mayWrite = (principal: Principal, record: Owned): boolean =>
  principal.role === 'admin' || record.created_by === principal.userId;
