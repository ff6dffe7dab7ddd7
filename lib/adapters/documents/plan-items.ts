import { compositeKey } from '../../domain/ids.ts';
import type { JobRef, Plan } from '../../ports/jobs.ts';
import type { DocumentTable } from './document-table.ts';

/** Half of DynamoDB's 400 KB, because a character may take more than one byte. */
const PART = 180 * 1024;

const partKey = (ref: JobRef, fence: number, part: number) => ({
  pk: compositeKey(ref.tenantId, ref.jobId),
  sk: `plan|${fence}|${String(part).padStart(4, '0')}`,
});

/** Fifty long prompts do not fit into one item: a plan is kept in parts, apart from the item that every write rewrites. */
export async function putPlan(table: DocumentTable, ref: JobRef, fence: number, plan: Plan): Promise<number> {
  const text = JSON.stringify(plan);
  const parts = Math.ceil(text.length / PART);
  for (let part = 0; part < parts; part++)
    await table.put({ ...partKey(ref, fence, part), text: text.slice(part * PART, (part + 1) * PART) });
  return parts;
}

export async function getPlan(
  table: DocumentTable,
  ref: JobRef,
  fence: number,
  parts: number,
): Promise<Plan | undefined> {
  const keys = Array.from({ length: parts }, (_, part) => partKey(ref, fence, part));
  const items = await table.getMany(keys);
  if (items.length < parts) return undefined;
  items.sort((a, b) => (String(a['sk']) < String(b['sk']) ? -1 : 1));
  return JSON.parse(items.map(({ text }) => text as string).join('')) as Plan;
}
