import { describe, expect, it } from '@jest/globals';
import { makeInterpreter } from '../../../../lib/intelligence/interpreter.ts';
import type { InterpreterInput } from '../../../../lib/ports/agents.ts';
import { invocation, recordingLog } from '../support/invocation.ts';
import { store } from '../support/read.ts';
import { scriptedModel, type Turn } from '../support/scripted-model.ts';

const meta = { created_at: store.now, updated_at: store.now, created_by: 'x', members: [] };
const input = (changed: Partial<InterpreterInput> = {}): InterpreterInput => {
  const { principal, jobId, domain, now, signal } = invocation();
  return {
    ...{ principal, jobId, domain, now, signal },
    question: 'Assign the floods to Priya Nair, call 5550100',
    previous: [],
    teams: store.teams.map((team) => ({ ...team, ...meta, id: team.team_id })),
    users: store.users.map((user) => ({ ...user, role: 'member' })),
    ...changed,
  };
};

const understood = { intent: 'question', filters: { category: ['flood'] }, unmatched: [], confidence: 0.9 };

function interpreterOf(turn: () => Turn) {
  const scripted = scriptedModel(turn, { input: 200, output: 50 });
  const models = {
    resolve: async () => Promise.resolve({ name: 'bedrock:amazon.nova-lite', model: scripted.model }),
  };
  const redact = (text: string) => text.replaceAll('5550100', '[PHONE]').replaceAll(/Priya Nair/g, '[NAME]');
  return { scripted, interpreter: makeInterpreter({ models, log: recordingLog(), redact }) };
}

describe('The interpreter', () => {
  it('asks the model once, in the form of an interpretation, and books what it cost', async () => {
    const { interpreter, scripted } = interpreterOf(() => ({ answer: understood }));
    const { interpretation, usage, model } = await interpreter.interpret(input());
    expect(interpretation).toMatchObject({
      intent: 'question',
      metric: 'count',
      doubts: [],
      ambiguous: false,
    });
    expect(usage).toEqual({ input_tokens: 200, output_tokens: 50, cost_usd: 0.000024 });
    expect(model).toBe('bedrock:amazon.nova-lite');
    expect(scripted.calls[0]?.responseFormat).toMatchObject({ type: 'json', name: 'interpretation' });
  });

  it('keeps every selection in the domain, whatever the model wrote', async () => {
    const foreign = {
      ...understood,
      filters: { domain_id: 'secret' },
      compare_with: { domain_id: 'secret' },
    };
    const { interpreter } = interpreterOf(() => ({ answer: foreign }));
    const { interpretation } = await interpreter.interpret(input());
    expect([interpretation.filters.domain_id, interpretation.compare_with?.domain_id]).toEqual([
      'disaster_response',
      'disaster_response',
    ]);
  });

  it.each([
    ['a field that does not exist', { ...understood, filters: { tenant_id: 'other' } }],
    ['a change of another field', { ...understood, intent: 'command', changes: { deleted: true } }],
    ['prose', 'There are three floods.'],
  ])('refuses %s', async (_what, answer) => {
    const { interpreter } = interpreterOf(() => ({ answer }));
    await expect(interpreter.interpret(input())).rejects.toMatchObject({
      code: 'MODEL_OUTPUT_INVALID',
      retryable: true,
    });
  });

  it('removes personal data but the names that commands need, where the domain asks for it', async () => {
    const { interpreter, scripted } = interpreterOf(() => ({ answer: understood }));
    await interpreter.interpret(input({ domain: { ...input().domain, redact_pii: true } }));
    expect(JSON.stringify(scripted.calls[0]?.prompt)).toContain(
      'Assign the floods to Priya Nair, call [PHONE]',
    );
  });

  it('shows the model who there is, and what was asked before', async () => {
    const { interpreter, scripted } = interpreterOf(() => ({ answer: understood }));
    await interpreter.interpret(
      input({
        previous: [{ question: 'open fires?', interpretation: null, references: ['inc_1'] }],
        mode: 'management',
      }),
    );
    const seen = JSON.stringify(scripted.calls[0]?.prompt);
    for (const part of ['roads-crew', 'Daniel Okoro', 'open fires?', 'inc_1', 'management'])
      expect(seen).toContain(part);
  });
});
