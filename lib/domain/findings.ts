import type { Point } from './geo.ts';
import type { Provenance } from './report.ts';
import type { AgentRun } from './run.ts';

/** Stands in provenance for what the submitter said, which no agent may contradict. */
export const SUBMITTER = 'submitter';

export interface Findings {
  /** Flat: output key to value. */
  data: Record<string, unknown>;
  provenance: Provenance;
}

type Output = Readonly<Record<string, unknown>>;

const outputOf = (run: AgentRun): Output =>
  typeof run.output === 'object' && run.output !== null ? (run.output as Output) : {};

const isSaid = (value: unknown): boolean => value !== null && value !== undefined;

const confidenceOf = (output: Output): number | null => {
  const value = output['confidence'];
  return typeof value === 'number' && value >= 0 && value <= 1 ? value : null;
};

const texts = (value: unknown): string[] =>
  Array.isArray(value) ? value.flatMap(texts) : typeof value === 'string' && value.length > 2 ? [value] : [];

/** Characters of a quotation: a report holds one for every key. */
const MAX_EVIDENCE = 300;

/** The words of the report behind a value: the value itself where it is quoted, else what its agent quoted. */
function evidenceFor(value: unknown, output: Output, lowerText: string, text: string): string | null {
  for (const candidate of [...texts(value), ...texts(Object.values(output))]) {
    const at = lowerText.indexOf(candidate.toLowerCase());
    if (at >= 0) return text.slice(at, at + Math.min(candidate.length, MAX_EVIDENCE));
  }
  return null;
}

/**
 * What the agents found, as one flat document. Runs are given in playbook order; where two say something under the same
 * key, the one with the higher confidence stands, the earlier one when they are equal. `confidence` is the lowest of all.
 */
export function mergeFindings(runs: readonly AgentRun[], text: string): Findings {
  const data: Record<string, unknown> = {};
  const provenance: Provenance = {};
  const lowerText = text.toLowerCase();
  for (const run of runs.filter(({ status }) => status === 'success')) {
    const output = outputOf(run);
    const confidence = confidenceOf(output);
    for (const [key, value] of Object.entries(output)) {
      const standing = provenance[key];
      if (key === 'confidence' || !isSaid(value)) continue;
      if (standing !== undefined && (standing.confidence ?? 0) >= (confidence ?? 0)) continue;
      data[key] = value;
      provenance[key] = {
        agent_id: run.agent_id,
        agent_version: run.agent_version,
        confidence,
        evidence: evidenceFor(value, output, lowerText, text),
      };
    }
  }
  const known = runs.flatMap((run) => confidenceOf(outputOf(run)) ?? []);
  if (known.length > 0) data['confidence'] = Math.min(...known);
  return withCategory({ data, provenance });
}

/** Lists and maps go by `category`; the built-in entity agent calls it `complaint_type`. */
function withCategory({ data, provenance }: Findings): Findings {
  const { complaint_type: type } = data;
  const from = provenance['complaint_type'];
  if (data['category'] !== undefined || typeof type !== 'string' || from === undefined)
    return { data, provenance };
  return { data: { ...data, category: type }, provenance: { ...provenance, category: from } };
}

/** Puts the submitter's own place and time above what was extracted. */
export function withGiven(
  { data, provenance }: Findings,
  given: { location: Point | null; occurred_at: string | null },
): Findings {
  const said = { agent_id: SUBMITTER, agent_version: 0, confidence: 1, evidence: null };
  return {
    data: {
      ...data,
      ...(given.location && { geo_location: given.location }),
      ...(given.occurred_at && { timestamp: given.occurred_at }),
    },
    provenance: {
      ...provenance,
      ...(given.location && { geo_location: said }),
      ...(given.occurred_at && { timestamp: said }),
    },
  };
}
