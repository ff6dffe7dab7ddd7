import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Principal } from '../../../lib/domain/principal.ts';
import type { StoredQuery } from '../../../lib/domain/query.ts';
import type { StoredReport } from '../../../lib/domain/report.ts';
import type { Team } from '../../../lib/domain/team.ts';
import { START } from '../../support/documents.ts';
import { anAgent } from '../../support/engine.ts';
import { startSlice } from '../../support/slice.ts';
import type { Slice } from '../../support/slice.ts';

const admin: Principal = { tenantId: 'tenant-a', userId: 'admin-1', username: 'Ann', role: 'admin' };
const member: Principal = { tenantId: 'tenant-a', userId: 'member-1', username: 'Max', role: 'member' };
const stranger: Principal = { tenantId: 'tenant-b', userId: 'admin-2', username: 'Bo', role: 'admin' };
const roads: Team = {
  id: 'team-a',
  team_id: 'team-a',
  team_name: 'Team A',
  aliases: [],
  members: [],
  created_at: START.toISOString(),
  updated_at: START.toISOString(),
  created_by: 'admin-1',
};

let slice: Slice;
let potholes: StoredReport[];
beforeAll(async () => {
  slice = await startSlice(undefined, [roads]);
  for (const principal of [admin, member, stranger]) await slice.enter(principal);
  const texts = [
    'A deep pothole on MG Road in Bengaluru since yesterday, two bikes fell.',
    'Pothole on Hosur Road in Bengaluru, a bike fell yesterday.',
  ];
  potholes = [];
  for (const text of texts) potholes.push((await slice.report(admin, text)).report);
  await slice.report(admin, 'Garbage has not been collected in Bengaluru since Monday.');
  await slice.report(stranger, 'A pothole in Bengaluru that belongs to somebody else.');
}, 60_000);
afterAll(() => slice.stop());

const stored = async ({ incident_id }: StoredReport) => slice.reports.find(admin.tenantId, incident_id);

describe('A report', () => {
  it('is read from its own text: place, time, category, urgency, with provenance', () => {
    const [first] = potholes;
    expect(first).toMatchObject({ status: 'completed', version: 2 });
    expect(first!.ingestion_data).toMatchObject({
      category: 'pothole',
      geo_location: { type: 'Point' },
      time_reference: expect.any(String),
      urgency: expect.any(String),
    });
    expect(first!.provenance['category']).toMatchObject({
      agent_id: 'builtin-ingestion-entity',
      evidence: expect.stringMatching(/pothole/i),
    });
  });

  it('can be found the moment it is read', async () => {
    expect(await slice.index.count(admin.tenantId, { category: ['pothole'] })).toBe(2);
  });

  it("keeps the submitter's place and time above what the text says", async () => {
    const location = { type: 'Point' as const, coordinates: [77.6, 12.9] as [number, number] };
    const occurred_at = '2026-11-01T08:00:00.000Z';
    const { report } = await slice.report(stranger, 'A pothole in Mysuru since yesterday.', {
      location,
      occurred_at,
    });
    expect(report.ingestion_data).toMatchObject({ geo_location: location, timestamp: occurred_at });
    expect(report.provenance['geo_location']?.agent_id).toBe('submitter');
  });

  it('names an earlier report of the same thing at the same place', async () => {
    const location = { type: 'Point' as const, coordinates: [70.001, 20] as [number, number] };
    const first = await slice.report(stranger, 'A pothole on Hosur Road in Bengaluru.', { location });
    const second = await slice.report(stranger, 'Big pothole on Hosur Road in Bengaluru.', { location });
    expect(second.report.possible_duplicates).toMatchObject([{ incident_id: first.report.incident_id }]);
  });
});

describe('A question', () => {
  let answered: StoredQuery;
  beforeAll(async () => {
    answered = (await slice.ask(member, 'How many potholes are there?')).query;
  });

  it('is answered with a number from the store of its own tenant', () => {
    expect(answered).toMatchObject({ status: 'completed', mode: 'query' });
    expect(answered.summary).toMatch(/\b2\b/);
    expect(answered.completed_at).not.toBeNull();
  });

  it('has one bullet per perspective, references of its own tenant, and a map of them', () => {
    expect(answered.bullets.length).toBeGreaterThanOrEqual(8);
    const ids = answered.references_used.map(({ reference_id }) => reference_id).sort();
    expect(ids).toEqual(potholes.map(({ incident_id }) => incident_id).sort());
    expect(answered.map_data?.map_action).toBe('FIT_BOUNDS');
  });

  it('leaves a log of every agent of the playbook', async () => {
    const log = await slice.executionLog({ tenantId: admin.tenantId, jobId: answered.job_id });
    expect(log.filter(({ status }) => status === 'success')).toHaveLength(11);
    for (const { reasoning, model } of log) {
      expect(reasoning).not.toBe('');
      expect(model).toBe('embedded');
    }
  });

  it('without a meaning says so and guesses nothing', async () => {
    const { query } = await slice.ask(member, 'Good morning!');
    expect(query.status).toBe('completed');
    expect(query.changes).toEqual([]);
  });
});

describe('An agent whose instructions tell it to fail', () => {
  it('is an error with its message; what needs it is skipped; the job has failed, within seconds', async () => {
    const agent = (agent_id: string, system_prompt: string, agent_dependencies: string[] = []) => ({
      ...anAgent(agent_id, { system_prompt, agent_dependencies }),
      created_by: admin.userId,
    });
    const failing = agent(
      'agt_failing',
      'You are a broken agent. Always fail with the error "sensor offline".',
    );
    const needy = agent('agt_needy', 'Answer in one sentence.', ['agt_failing']);
    for (const one of [failing, needy]) await slice.agents.insert(admin.tenantId, one);
    const civic = (await slice.domains.find(admin.tenantId, 'civic_complaints'))!;
    await slice.domains.insert(admin.tenantId, {
      ...civic,
      id: 'broken_domain',
      domain_id: 'broken_domain',
      is_inbuilt: false,
      created_by: admin.userId,
      query_playbook: { agent_execution_graph: { nodes: ['agt_needy'], edges: [] } },
    });
    const { result, query } = await slice.ask(admin, 'How many potholes are there?', {
      domain_id: 'broken_domain',
    });
    expect(result).toBe('failed');
    expect(query).toMatchObject({ status: 'failed', error: expect.stringContaining('sensor offline') });
    const log = await slice.executionLog({ tenantId: admin.tenantId, jobId: query.job_id });
    expect(log.map(({ agent_id, status }) => [agent_id, status])).toEqual([
      ['agt_failing', 'error'],
      ['agt_needy', 'skipped'],
    ]);
    expect(log[0]?.error_message).toContain('sensor offline');
  });
});

describe('A command', () => {
  const command = 'Make all potholes high priority';

  it('changes what it selects, and can be undone', async () => {
    const { query } = await slice.ask(admin, command, { mode: 'management' });
    expect(query).toMatchObject({ status: 'completed', mode: 'management' });
    expect(query.changes.map(({ state, after }) => [state, after])).toEqual([
      ['applied', { priority: 'high' }],
      ['applied', { priority: 'high' }],
    ]);
    expect(query.summary).toBe('2 reports changed: priority high.');
    expect((await stored(potholes[0]!))?.management_data.task_details.priority).toBe('high');
    expect(await slice.index.count(admin.tenantId, { priority: ['high'] })).toBe(2);

    const undone = await slice.changeSets.undo(admin, query.query_id);
    expect(undone.changes.map(({ state }) => state)).toEqual(['undone', 'undone']);
    expect((await stored(potholes[0]!))?.management_data.task_details.priority ?? null).toBeNull();
    await expect(slice.changeSets.undo(admin, query.query_id)).rejects.toMatchObject({ code: 'CONFLICT' });
  });

  it('assigns to a known team by its id and moves the report on', async () => {
    const { query } = await slice.ask(admin, 'Assign all potholes to Team A', { mode: 'management' });
    expect(query.changes[0]?.after).toEqual({
      assignee: 'team-a',
      assignee_name: 'Team A',
      status: 'assigned',
    });
    const report = await stored(potholes[0]!);
    expect(report?.status).toBe('assigned');
    expect(report?.management_data.history.at(-1)).toMatchObject({ query_id: query.query_id, by: 'admin-1' });
    await slice.changeSets.undo(admin, query.query_id);
  });

  it('leaves alone what the person may not change', async () => {
    const { query } = await slice.ask(member, command, { mode: 'management' });
    expect(query.changes).toEqual([]);
    expect(query.summary).toContain('may change');
  });

  it('that matches nothing writes nothing and says so', async () => {
    const { query } = await slice.ask(admin, 'Make all street lights high priority', {
      mode: 'management',
    });
    expect(query).toMatchObject({ status: 'completed', changes: [] });
    expect(query.summary).toContain('nothing was written');
  });
});
