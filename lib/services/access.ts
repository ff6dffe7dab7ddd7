import { mayWrite, type Owned, type Principal } from '../domain/principal.ts';
import { forbidden, notFound, versionConflict } from '../errors.ts';

/** NOT_FOUND for an absent record, which a foreign one is too. */
export function found<T>(record: T | undefined, kind: string, id: string): T {
  if (record === undefined) throw notFound(kind, id);
  return record;
}

/** FORBIDDEN unless the caller owns the record or is an admin; built-in records belong to the product. */
export function assertMayWrite(
  principal: Principal,
  record: Owned & { is_inbuilt?: boolean },
  kind: string,
): void {
  if (record.is_inbuilt === true) {
    throw forbidden(`This ${kind} is built in: every tenant may read it, none may change it.`);
  }
  if (!mayWrite(principal, record)) {
    throw forbidden(`Only an admin, or who created it, may change this ${kind}.`);
  }
}

/** VERSION_CONFLICT when the caller named a version and it is not the current one. */
export function assertVersion(current: number, named: number | undefined): void {
  if (named !== undefined && named !== current) throw versionConflict(current);
}
