import type { Home } from './domain.ts';
import type { BoundingBox, Point } from './geo.ts';
import { point, splitAtAntimeridian } from './geo.ts';
import type { Findings } from './findings.ts';
import type { Review, StoredReport } from './report.ts';

/** Below this an agent's own confidence asks for a person's eye. */
const LOW_CONFIDENCE = 0.5;
/** Clocks of submitters run ahead; a report of the next minutes is no report of the future. */
const CLOCK_SKEW_MS = 10 * 60_000;
/** Two places for the same event that are further apart than this contradict each other. */
const FAR_KM = 50;

const alarming =
  /\b(emergency|immediately|life[- ]threatening|trapped|on fire|explosion|collapsed?|drowning|bleeding|unconscious|electrocuted|gas leak)\b/i;
const relaxed =
  /\b(no (rush|hurry)|not urgent|whenever (you|it) (can|suits)|at your (leisure|convenience)|minor)\b/i;
const negatedAlarm = /\b(no|not an?|without)\s+(emergency|fire|explosion|injur\w+|danger)\b/i;

export function isInside({ coordinates: [lon, lat] }: Point, box: BoundingBox): boolean {
  return splitAtAntimeridian(box).some(
    ([west, south, east, north]) => lon >= west && lon <= east && lat >= south && lat <= north,
  );
}

/** Great-circle distance in kilometres on a sphere of 6,371 km (haversine). */
export function distanceKm(a: Point, b: Point): number {
  const radians = (degrees: number): number => (degrees * Math.PI) / 180;
  const [fromLon, fromLat] = a.coordinates.map(radians) as [number, number];
  const [toLon, toLat] = b.coordinates.map(radians) as [number, number];
  const half = (angle: number): number => Math.sin(angle / 2) ** 2;
  const chord = half(toLat - fromLat) + Math.cos(fromLat) * Math.cos(toLat) * half(toLon - fromLon);
  return 2 * 6371 * Math.asin(Math.min(1, Math.sqrt(chord)));
}

const placeIn = (data: Findings['data']): Point | undefined => point.safeParse(data['geo_location']).data;

function placeProblems(report: Pick<StoredReport, 'location'>, extracted: Findings, home: Home): string[] {
  const found = placeIn(extracted.data);
  const place = report.location ?? found;
  const problems: string[] = [];
  if (place !== undefined && home.bbox !== undefined && !isInside(place, home.bbox))
    problems.push("The place lies outside of the domain's home area.");
  if (report.location !== null && found !== undefined && distanceKm(report.location, found) > FAR_KM)
    problems.push('The place in the text is far from the location that was sent with it.');
  return problems;
}

function timeProblems(report: Pick<StoredReport, 'occurred_at'>, { data }: Findings, now: Date): string[] {
  const time = Date.parse(
    report.occurred_at ?? (typeof data['timestamp'] === 'string' ? data['timestamp'] : ''),
  );
  return time > now.getTime() + CLOCK_SKEW_MS ? ['The time of the event lies in the future.'] : [];
}

function urgencyProblems(text: string, { data }: Findings): string[] {
  const { urgency, sentiment } = data;
  const calm = urgency === 'low' || urgency === 'moderate';
  if (urgency === 'low' && alarming.test(text) && !negatedAlarm.test(text))
    return ['The urgency is low although the text speaks of an emergency.'];
  if (!calm && urgency !== undefined && relaxed.test(text))
    return ['The urgency is high although the text says that there is no hurry.'];
  if (urgency === 'immediate' && sentiment === 'positive')
    return ['The urgency is immediate although the text sounds content.'];
  return [];
}

function confidenceProblems({ provenance }: Findings): string[] {
  const low = Object.entries(provenance).filter(
    ([, { confidence }]) => confidence !== null && confidence < LOW_CONFIDENCE,
  );
  const byAgent = Map.groupBy(low, ([, { agent_id }]) => agent_id);
  return [...byAgent.values()].map((fields) => {
    const names = fields.map(([name]) => name).join(', ');
    const confidence = fields[0]?.[1].confidence ?? 0;
    return `Little confidence (${Math.round(confidence * 100)} %) in ${names}.`;
  });
}

/** What speaks against taking the findings as they are, in sentences for the person who reviews them. */
export function reviewOf(
  report: Pick<StoredReport, 'raw_text' | 'location' | 'occurred_at'>,
  extracted: Findings,
  home: Home,
  now: Date,
): Review {
  const reasons = [
    ...placeProblems(report, extracted, home),
    ...timeProblems(report, extracted, now),
    ...urgencyProblems(report.raw_text, extracted),
    ...confidenceProblems(extracted),
  ];
  return { required: reasons.length > 0, reasons };
}
