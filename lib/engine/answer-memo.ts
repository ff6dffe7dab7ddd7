import type { AnswerMemo } from '../ports/agents.ts';
import type { KeptAnswers } from '../ports/jobs.ts';

/** Characters of JSON of all answers kept for one run; its item has 400 KB. */
const MAX_KEPT = 60_000;

export interface RunMemo extends AnswerMemo {
  /** The run goes on although its last answer looked final: keeps that, too. */
  goOn(): Promise<void>;
}

export interface MemoOptions {
  /** Of an execution that was cut off in the middle of this run. */
  earlier: KeptAnswers | undefined;
  /** Puts an answer where a crash cannot reach it. */
  store: (call: string, answer: unknown) => Promise<void>;
  /** An answer that came faster is asked for again rather than kept. */
  slowerThanMs: number;
}

/**
 * What models answered in one run. An answer after which the run goes on is remembered at once: a retry in this process
 * and a later execution find it and do not ask again. The last answer of a run needs no keeping, its record follows.
 */
export function makeAnswerMemo({ earlier, store, slowerThanMs }: MemoOptions): RunMemo {
  const known = new Map(earlier?.answers);
  let room = MAX_KEPT;
  let last: { call: string; answer: unknown; tookMs: number } | undefined;

  const remember = async ({ call, answer, tookMs }: NonNullable<typeof last>): Promise<void> => {
    known.set(call, answer);
    const size = JSON.stringify(answer).length;
    if (tookMs < slowerThanMs || size > room) return;
    room -= size;
    await store(call, answer);
  };
  return {
    find: (call) => known.get(call),
    keep: async (call, answer, { goesOn, tookMs }) => {
      last = undefined;
      if (goesOn) await remember({ call, answer, tookMs });
      else last = { call, answer, tookMs };
    },
    goOn: async () => {
      if (last !== undefined) await remember(last);
      last = undefined;
    },
  };
}
