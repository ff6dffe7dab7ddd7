import type { Page, PageQuery, Pagination } from '../domain/page.ts';
import type { Owned, Principal } from '../domain/principal.ts';

export type Listed<T> = T & { created_by_me: boolean };

export const paginationOf = (page: Page<unknown>, query: PageQuery): Pagination => ({
  page: query.page,
  limit: query.limit,
  total: page.total,
  next_cursor: page.nextCursor ?? null,
});

/** A page as clients see it: every row says whether it is the caller's own. */
export function toList<T extends Owned>(
  principal: Principal,
  page: Page<T>,
  query: PageQuery,
): { items: Listed<T>[]; pagination: Pagination } {
  const items = page.items.map((item) => ({ ...item, created_by_me: item.created_by === principal.userId }));
  return { items, pagination: paginationOf(page, query) };
}
