import { compositeKey } from '../../domain/ids.ts';
import type { AgentRun } from '../../domain/run.ts';
import { AppError } from '../../errors.ts';
import type { AgentRunStore, JobRef, KeptAnswers } from '../../ports/jobs.ts';
import type { Item, Tables } from './document-table.ts';
import { all, any, atMost, below, equals, missing, queryAll } from './document-table.ts';

interface RunItem extends Item {
  pk: string;
  sk: string;
  state: 'open' | 'recorded';
  /** Of the lease that recorded the run, or the oldest lease that may still do so. */
  fence: number;
  run?: AgentRun;
  started_at?: string;
}

const PREFIX = 'run|';
/** Answers stand beside each other on the slot's item, each an attribute of its own with its JSON. */
const ANSWER = 'answer_';

const answersOf = (item: RunItem): KeptAnswers => ({
  startedAt: item.started_at ?? '',
  answers: new Map(
    Object.entries(item).flatMap(([name, text]) =>
      name.startsWith(ANSWER) ? [[name.slice(ANSWER.length), JSON.parse(text as string) as unknown]] : [],
    ),
  ),
});
const agentOf = ({ sk }: RunItem): string => decodeURIComponent(sk.slice(PREFIX.length));

const takenOver = (): AppError =>
  new AppError('LEASE_LOST', 'A later execution of the job has taken over this agent.');

/** One slot per agent of a job. A later lease closes open slots to earlier ones; a recorded slot stays as it is. */
export function makeAgentRunStore({ agentRuns }: Pick<Tables, 'agentRuns'>): AgentRunStore {
  const partition = ({ tenantId, jobId }: JobRef): string => compositeKey(tenantId, jobId);
  const slot = (ref: JobRef, agentId: string) => ({
    pk: partition(ref),
    sk: `${PREFIX}${encodeURIComponent(agentId)}`,
  });
  const slots = async (ref: JobRef): Promise<RunItem[]> =>
    (await queryAll(agentRuns, {
      hash: ['pk', partition(ref)],
      range: ['sk', 'begins', PREFIX],
    })) as RunItem[];

  return {
    list: async (ref) => (await slots(ref)).flatMap(({ run }) => run ?? []),

    record: async (lease, run) => {
      const key = slot(lease.ref, run.agent_id);
      const open = any(missing('sk'), all(equals('state', 'open'), atMost('fence', lease.fence)));
      if (await agentRuns.put({ ...key, state: 'recorded', fence: lease.fence, run }, open)) return run;
      const current = (await agentRuns.get(key)) as RunItem | undefined;
      if (current?.run !== undefined) return current.run;
      throw takenOver();
    },

    keepAnswer: async (lease, agentId, { startedAt, call, answer }) => {
      const open = any(missing('sk'), all(equals('state', 'open'), atMost('fence', lease.fence)));
      const kept = { started_at: startedAt, [`${ANSWER}${call}`]: JSON.stringify(answer) };
      const set = { state: 'open', fence: lease.fence, ...kept };
      if ((await agentRuns.update(slot(lease.ref, agentId), { set }, open)) === undefined) throw takenOver();
    },

    listAnswers: async (ref) => {
      const open = (await slots(ref)).filter(({ state, started_at }) => state === 'open' && started_at);
      return new Map(open.map((item) => [agentOf(item), answersOf(item)]));
    },

    fence: async (lease, agentIds) => {
      const open = any(missing('sk'), all(equals('state', 'open'), below('fence', lease.fence)));
      const change = { set: { state: 'open', fence: lease.fence } };
      await Promise.all(agentIds.map((id) => agentRuns.update(slot(lease.ref, id), change, open)));
    },

    removeUnsuccessful: async (ref) => {
      const failed = (await slots(ref)).filter(({ run }) => run?.status !== 'success');
      const reopen = ({ pk, sk, state, fence }: RunItem) =>
        agentRuns.put(
          { pk, sk, state: 'open', fence: fence + 1 },
          all(equals('state', state), equals('fence', fence)),
        );
      await Promise.all(failed.map(reopen));
    },

    removeAll: async (ref) => {
      const items = await queryAll(agentRuns, { hash: ['pk', partition(ref)] });
      await agentRuns.removeMany(items.map(({ pk, sk }) => ({ pk: pk as string, sk: sk as string })));
    },
  };
}
