import * as z from 'zod';
import { decodeCursor, encodeCursor } from '../domain/page.ts';
import { reindexInput } from '../domain/reindexing.ts';
import type { ReindexInput, ReindexStep } from '../domain/reindexing.ts';
import type { StoredReport } from '../domain/report.ts';
import { invalidInput } from '../errors.ts';
import type { ReportStore } from '../ports/documents.ts';
import type { ReportIndex } from '../ports/relational.ts';
import type { Clock } from '../ports/world.ts';

export interface ReindexingPorts {
  reports: Pick<ReportStore, 'scan' | 'findMany'>;
  index: Pick<ReportIndex, 'findVersions' | 'scanVersions' | 'upsertMany' | 'remove'>;
  clock: Pick<Clock, 'now'>;
}

/** First every stored report is looked up in the index, then every row of the index in the store. */
const position = z.object({ phase: z.enum(['stored', 'indexed']), at: z.string().optional() });
type Position = z.infer<typeof position>;

const MOST_EXAMPLES = 20;

function readPosition(cursor: string | undefined): Position {
  if (cursor === undefined) return { phase: 'stored' };
  const known = decodeCursor(cursor, position);
  if (known === undefined)
    throw invalidInput([{ path: '$.cursor', message: 'is not a cursor of reindexing' }]);
  return known;
}

const nextOf = (phase: Position['phase'], at: string | undefined): Position | undefined => {
  if (at !== undefined) return { phase, at };
  return phase === 'stored' ? { phase: 'indexed' } : undefined;
};

/**
 * Rebuilds the index from the source of truth, or compares the two, in steps of at most `stepMs`. While reports are
 * being written a difference may be one that is just about to be projected; a repeated check tells.
 */
export function makeReindexing({ reports, index, clock }: ReindexingPorts, stepMs: number) {
  const note = (step: ReindexStep, kind: 'missing' | 'outdated' | 'extra', ids: readonly string[]): void => {
    step[kind] += ids.length;
    step.examples.push(...ids.slice(0, MOST_EXAMPLES - step.examples.length));
  };

  const compareStored = async (
    step: ReindexStep,
    tenantId: string,
    stored: readonly StoredReport[],
  ): Promise<void> => {
    const ids = stored.map(({ incident_id }) => incident_id);
    const versions = await index.findVersions(tenantId, ids);
    step.reports += stored.length;
    note(
      step,
      'missing',
      ids.filter((id) => !versions.has(id)),
    );
    note(
      step,
      'outdated',
      stored
        .filter(({ incident_id, version }) => (versions.get(incident_id) ?? version) < version)
        .map(({ id }) => id),
    );
  };

  const storedPage = async (
    step: ReindexStep,
    rebuild: boolean,
    at: string | undefined,
  ): Promise<string | undefined> => {
    const { items, nextCursor } = await reports.scan(at);
    for (const [tenantId, some] of Map.groupBy(items, (item) => item.tenantId)) {
      const stored = some.map(({ report }) => report);
      await compareStored(step, tenantId, stored);
      if (rebuild) await index.upsertMany(tenantId, stored);
    }
    return nextCursor;
  };

  const indexedPage = async (
    step: ReindexStep,
    rebuild: boolean,
    at: string | undefined,
  ): Promise<string | undefined> => {
    const { items, nextCursor } = await index.scanVersions(at);
    for (const [tenantId, rows] of Map.groupBy(items, (item) => item.tenantId)) {
      const stored = await reports.findMany(
        tenantId,
        rows.map(({ incidentId }) => incidentId),
      );
      const known = new Set(stored.map(({ incident_id }) => incident_id));
      const extra = rows.filter(({ incidentId }) => !known.has(incidentId));
      note(
        step,
        'extra',
        extra.map(({ incidentId }) => incidentId),
      );
      if (rebuild)
        for (const { incidentId, version } of extra) await index.remove(tenantId, incidentId, version);
    }
    return nextCursor;
  };

  return {
    async step(input: ReindexInput): Promise<ReindexStep> {
      const { mode, cursor } = reindexInput.parse(input);
      const step: ReindexStep = { reports: 0, missing: 0, outdated: 0, extra: 0, examples: [] };
      const endAt = clock.now().getTime() + stepMs;
      let at: Position | undefined = readPosition(cursor);
      do {
        const page: typeof storedPage = at.phase === 'stored' ? storedPage : indexedPage;
        at = nextOf(at.phase, await page(step, mode === 'rebuild', at.at));
      } while (at !== undefined && clock.now().getTime() < endAt);
      return at === undefined ? step : { ...step, cursor: encodeCursor(at) };
    },
  };
}
export type Reindexing = ReturnType<typeof makeReindexing>;
