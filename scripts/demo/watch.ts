import { setTimeout as delay } from 'node:timers/promises';
import type { Query, Report } from '../client/client.ts';
import { clip, dim, LiveLines, paintStatus } from './terminal.ts';

const POLL_MS = 200;
const LIMIT_MS = 60_000;
const unfinished = new Set(['accepted', 'processing']);

type Watched = Report | Query;
type LogEntry = Watched['execution_log'][number];

const describe = (label: string, entry: LogEntry): string =>
  `  ${dim(label.padEnd(9))} ${entry.agent_name.padEnd(24)} ${paintStatus(entry.status.padEnd(8))} ${dim(
    `${String(entry.duration_ms).padStart(4)} ms`,
  )}  ${clip(entry.error_message ?? entry.reasoning, 70)}`;

async function watchOne<T extends Watched>(
  lines: LiveLines,
  label: string,
  read: () => Promise<T>,
): Promise<T> {
  const deadline = Date.now() + LIMIT_MS;
  for (;;) {
    const state = await read();
    for (const entry of state.execution_log) {
      if (entry.status !== 'cached') lines.set(`${label}/${entry.agent_id}`, describe(label, entry));
    }
    if (!unfinished.has(state.status)) return state;
    if (Date.now() > deadline)
      throw new Error(`${label} is still ${state.status} after ${LIMIT_MS / 1_000} s.`);
    await delay(POLL_MS);
  }
}

/** Shows a line per agent as it finishes, until every job has ended; answers the final states in the given order. */
export async function watchJobs<T extends Watched>(
  jobs: readonly { label: string; read: () => Promise<T> }[],
): Promise<T[]> {
  const lines = new LiveLines();
  return Promise.all(jobs.map(({ label, read }) => watchOne(lines, label, read)));
}
