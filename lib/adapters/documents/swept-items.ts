import type { DocumentTable } from './document-table.ts';
import type { SubjectItem } from './subject-items.ts';
import { sweepShards } from './subject-items.ts';

async function ofShard(
  table: DocumentTable,
  shard: string,
  at: string,
  limit: number,
): Promise<SubjectItem[]> {
  const { items } = await table.query({
    index: 'sweep',
    hash: ['sweep_shard', shard],
    range: ['sweep_at', '<=', at],
    limit,
  });
  return (await table.getMany(items.map(({ pk }) => ({ pk: pk as string })))) as SubjectItem[];
}

/** Items whose turn with the sweeper has come (at most `limit` per shard), as they are now and not as the index remembers them. */
export async function listSwept(
  tables: readonly DocumentTable[],
  at: string,
  limit: number,
): Promise<SubjectItem[]> {
  const shards = tables.flatMap((table) => sweepShards.map((shard) => ofShard(table, shard, at, limit)));
  return (await Promise.all(shards)).flat();
}
