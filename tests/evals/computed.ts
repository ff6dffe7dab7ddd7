import { answerOf, select } from './reference.ts';
import type { CommandLine, EvalStore, QuestionLine } from './schemas.ts';

/** More reports than this wait for approval. */
const APPROVAL_ABOVE = 25;

/** The question with its answer computed from filter and store; what is asked for (a list, a number) stays. */
export function withComputedAnswer(line: QuestionLine, store: EvalStore): QuestionLine {
  if (!('filter' in line.expect)) return line;
  const { answer: stated, ...plan } = line.expect;
  return { ...line, expect: { ...plan, answer: answerOf(plan, store, line.domain_id, 'ids' in stated) } };
}

/** The command with its selected reports and its need of approval computed from filter and store. */
export function withComputedSelection(line: CommandLine, store: EvalStore): CommandLine {
  if ('none' in line.expect) return line;
  const { filter, latest, ambiguous } = line.expect;
  const ids = select(store, line.domain_id, filter)
    .slice(0, latest)
    .map((report) => report.incident_id);
  return {
    ...line,
    expect: { ...line.expect, ids, approval: ids.length > APPROVAL_ABOVE || ambiguous === true },
  };
}
