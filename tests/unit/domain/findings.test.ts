import { describe, expect, it } from '@jest/globals';
import { reviewOf } from '../../../lib/domain/consistency.ts';
import { mergeFindings, SUBMITTER, withGiven } from '../../../lib/domain/findings.ts';
import type { AgentRun } from '../../../lib/domain/run.ts';
import { noUsage } from '../../../lib/domain/run.ts';
import { START } from '../../support/documents.ts';

const found = (
  agentId: string,
  output: Record<string, unknown>,
  fields: Partial<AgentRun> = {},
): AgentRun => ({
  agent_id: agentId,
  agent_name: agentId,
  agent_version: 3,
  status: 'success',
  timestamp: START.toISOString(),
  started_at: START.toISOString(),
  duration_ms: 1,
  attempt: 1,
  reasoning: '',
  output,
  tool_calls: [],
  model: 'embedded',
  usage: noUsage,
  references: [],
  ...fields,
});
const text = 'Deep Pothole on Mill Lane since Monday.';

describe('mergeFindings', () => {
  it('keeps where each value came from, with the words behind it as they stand in the text', () => {
    const { data, provenance } = mergeFindings(
      [
        found('geo', {
          location_text: 'mill lane',
          geo_location: { type: 'Point', coordinates: [1, 2] },
          confidence: 0.8,
        }),
        found('entity', { complaint_type: 'pothole', confidence: 0.6 }),
      ],
      text,
    );
    expect(data).toEqual({
      location_text: 'mill lane',
      geo_location: { type: 'Point', coordinates: [1, 2] },
      complaint_type: 'pothole',
      category: 'pothole',
      confidence: 0.6,
    });
    expect(provenance['geo_location']).toEqual({
      agent_id: 'geo',
      agent_version: 3,
      confidence: 0.8,
      evidence: 'Mill Lane',
    });
    expect(provenance['category']).toMatchObject({ agent_id: 'entity', evidence: 'Pothole' });
  });

  it('lets the surer agent have the key, the earlier one when both are as sure', () => {
    const merge = (first: number, second: number) =>
      mergeFindings(
        [found('a', { x: 'a', confidence: first }), found('b', { x: 'b', confidence: second })],
        text,
      ).data['x'];
    expect(merge(0.5, 0.6)).toBe('b');
    expect(merge(0.6, 0.5)).toBe('a');
    expect(merge(0.5, 0.5)).toBe('a');
  });

  it('takes nothing from an agent that failed or had nothing to say', () => {
    const { data, provenance } = mergeFindings(
      [found('a', { x: 1 }, { status: 'error' }), found('b', { x: null, y: undefined })],
      text,
    );
    expect({ data, provenance }).toEqual({ data: {}, provenance: {} });
  });

  it("puts the submitter's place and time above them", () => {
    const location = { type: 'Point' as const, coordinates: [5, 6] as [number, number] };
    const merged = mergeFindings([found('geo', { geo_location: 'x', timestamp: 'y', confidence: 1 })], text);
    const { data, provenance } = withGiven(merged, { location, occurred_at: '2026-01-01T00:00:00.000Z' });
    expect(data).toMatchObject({ geo_location: location, timestamp: '2026-01-01T00:00:00.000Z' });
    expect(provenance['geo_location']?.agent_id).toBe(SUBMITTER);
  });
});

describe('reviewOf', () => {
  const home = { timezone: 'UTC', bbox: [0, 0, 10, 10] as [number, number, number, number] };
  const at = (lon: number, lat: number) => ({
    type: 'Point' as const,
    coordinates: [lon, lat] as [number, number],
  });
  const reasons = (
    data: Record<string, unknown>,
    report: { raw_text?: string; location?: ReturnType<typeof at> | null; occurred_at?: string | null } = {},
    box = home,
  ) => {
    const extracted = mergeFindings([found('a', { confidence: 0.9, ...data })], text);
    return reviewOf({ raw_text: text, location: null, occurred_at: null, ...report }, extracted, box, START)
      .reasons;
  };

  it('asks for nothing when everything fits', () => {
    expect(reasons({ geo_location: at(5, 5), timestamp: START.toISOString(), urgency: 'moderate' })).toEqual(
      [],
    );
  });

  it('asks about a place outside of home, also across the antimeridian', () => {
    expect(reasons({ geo_location: at(20, 5) })).toHaveLength(1);
    const pacific = { timezone: 'UTC', bbox: [170, -20, -170, 0] as [number, number, number, number] };
    expect(reasons({ geo_location: at(-175, -10) }, {}, pacific)).toEqual([]);
    expect(reasons({ geo_location: at(0, -10) }, {}, pacific)).toHaveLength(1);
  });

  it('asks about a place in the text far from the location that was sent', () => {
    expect(reasons({ geo_location: at(5, 5) }, { location: at(5, 5.1) })).toEqual([]);
    expect(reasons({ geo_location: at(5, 5) }, { location: at(5, 7) })).toHaveLength(1);
  });

  it('asks about a time in the future, but not about a clock that is a little fast', () => {
    const later = (minutes: number) => new Date(START.getTime() + minutes * 60_000).toISOString();
    expect(reasons({ timestamp: later(5) })).toEqual([]);
    expect(reasons({ timestamp: later(60) })).toHaveLength(1);
    expect(reasons({}, { occurred_at: later(60) })).toHaveLength(1);
  });

  it('asks about an urgency that the text contradicts', () => {
    expect(reasons({ urgency: 'low' }, { raw_text: 'A man is trapped under the wall.' })).toHaveLength(1);
    expect(reasons({ urgency: 'low' }, { raw_text: 'It is not an emergency.' })).toEqual([]);
    expect(reasons({ urgency: 'immediate' }, { raw_text: 'No rush, but the bench is broken.' })).toHaveLength(
      1,
    );
    expect(reasons({ urgency: 'immediate', sentiment: 'positive' })).toHaveLength(1);
  });

  it('asks about little confidence and names the fields, once per agent', () => {
    expect(reasons({ urgency: 'low', timestamp: START.toISOString(), confidence: 0.3 })).toEqual([
      'Little confidence (30 %) in urgency, timestamp.',
    ]);
  });
});
