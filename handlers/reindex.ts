import { reindexing } from '../lib/app-upkeep.ts';
import type { ReindexInput } from '../lib/domain/reindexing.ts';

/** One step of comparing or rebuilding the report index; invoked by `npm run reindex` until no cursor comes back. */
export const handler = (input: ReindexInput | null) => reindexing().step(input ?? {});
