import { afterEach, describe, expect, it } from '@jest/globals';
import type { ModelSettings } from '../../../../lib/intelligence/model-settings.ts';
import * as bedrock from '../../../fixtures/models/bedrock.ts';
import * as openAi from '../../../fixtures/models/openai-compatible.ts';
import { startLoopback, type Loopback, type LoopbackAnswer } from '../../../support/loopback.ts';
import { invocation, runnerOn } from '../support/invocation.ts';

let server: Loopback | undefined;
afterEach(() => server?.close());

const CLAUDE = 'bedrock:global.anthropic.claude-haiku-4-5-20251001-v1:0';
const credentials = async () => Promise.resolve({ accessKeyId: 'AKIATEST', secretAccessKey: 'hush' });

interface Provider {
  name: string;
  settings: (url: string) => ModelSettings;
  answers: { toolCall: unknown; answer: unknown; malformed: unknown; refused: unknown };
  throttled: LoopbackAnswer;
  tooLong: LoopbackAnswer;
  tokens: { input_tokens: number; output_tokens: number };
}
const providers: Provider[] = [
  {
    name: 'Bedrock',
    settings: (url) => ({ model: CLAUDE, region: 'eu-west-1', credentials, bedrockBaseUrl: url }),
    answers: { ...bedrock, answer: bedrock.answerInTool },
    throttled: {
      status: 429,
      headers: { 'x-amzn-errortype': 'ThrottlingException', 'retry-after': '7' },
      body: bedrock.throttled,
    },
    tooLong: {
      status: 400,
      headers: { 'x-amzn-errortype': 'ValidationException' },
      body: bedrock.tooLong,
    },
    tokens: { input_tokens: 620, output_tokens: 70 },
  },
  {
    name: 'an OpenAI-compatible server',
    settings: (url) => ({
      model: 'openai-compatible:llama3.1',
      baseUrl: `${url}/v1`,
      apiKey: 'sk-secret-key',
    }),
    answers: openAi,
    throttled: { status: 429, headers: { 'retry-after': '7' }, body: openAi.throttled },
    tooLong: { status: 400, body: openAi.tooLong },
    tokens: { input_tokens: 420, output_tokens: 50 },
  },
];

/** Answers one after the other, the last one again and again. */
async function scripted(...answers: LoopbackAnswer[]): Promise<Loopback> {
  let turn = 0;
  server = await startLoopback(() => answers[Math.min(turn++, answers.length - 1)] ?? {});
  return server;
}

describe.each(providers)('an agent on $name', ({ settings, answers, throttled, tooLong, tokens }) => {
  it('calls its tool and answers in its schema', async () => {
    const { url, requests } = await scripted({ body: answers.toolCall }, { body: answers.answer });
    const result = await runnerOn(settings(url)).runner.run(invocation());
    expect(result.output).toEqual({ depth_cm: 40, place: 'Chennai' });
    expect(result.tool_calls).toMatchObject([{ tool: 'location_service', arguments: { text: 'Chennai' } }]);
    expect(result.usage).toMatchObject(tokens);
    expect(requests).toHaveLength(2);
    expect(JSON.stringify(requests[1]?.body)).toContain('matches');
  });

  it('says that it is throttled, for how long, and asks once', async () => {
    const { url, requests } = await scripted(throttled);
    await expect(runnerOn(settings(url)).runner.run(invocation())).rejects.toMatchObject({
      code: 'MODEL_THROTTLED',
      retryable: true,
      retryAfter: 7,
    });
    expect(requests).toHaveLength(1);
  });

  it('says that the model refused', async () => {
    const { url } = await scripted({ body: answers.refused });
    const running = runnerOn(settings(url)).runner.run(invocation());
    await expect(running).rejects.toMatchObject({ code: 'MODEL_REFUSED' });
  });

  it('says that an answer has another form, which a second try may mend', async () => {
    const { url } = await scripted({ body: answers.malformed });
    const running = runnerOn(settings(url)).runner.run(invocation());
    await expect(running).rejects.toMatchObject({ code: 'MODEL_OUTPUT_INVALID', retryable: true });
  });

  it('says that a text is too long, which no second try mends', async () => {
    const { url } = await scripted(tooLong);
    const running = runnerOn(settings(url)).runner.run(invocation());
    await expect(running).rejects.toMatchObject({ code: 'MODEL_CONTEXT_OVERFLOW', retryable: false });
  });

  it('stops waiting when the run is cancelled', async () => {
    const { url } = await scripted({ body: answers.answer, delayMs: 5_000 });
    const started = Date.now();
    const running = runnerOn(settings(url)).runner.run(invocation({ signal: AbortSignal.timeout(50) }));
    await expect(running).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(Date.now() - started).toBeLessThan(1_500);
  });

  it('shows the exact request in the log when asked to, and never a secret', async () => {
    const { url, requests } = await scripted({ body: answers.toolCall }, { body: answers.answer });
    const { runner, log } = runnerOn({ ...settings(url), debugRequests: true });
    await runner.run(invocation());
    const shown = log.lines.filter(({ message }) => message === 'model request');
    expect(shown.map(({ fields }) => fields?.['body'])).toEqual(requests.map(({ body }) => body));
    expect(JSON.stringify(log.lines)).not.toMatch(/sk-secret-key|AKIATEST|hush|authorization/i);
  });
});

describe('Bedrock', () => {
  const run = (settings: Partial<ModelSettings>) => runnerOn({ model: CLAUDE, ...settings }).runner;

  it('is called in the region, signed with the credentials of the chain', async () => {
    const { url, requests } = await scripted({ body: bedrock.answerInTool });
    await run({ region: 'eu-west-1', credentials, bedrockBaseUrl: url }).run(invocation());
    expect(requests[0]?.path).toBe('/model/global.anthropic.claude-haiku-4-5-20251001-v1%3A0/converse');
    expect(requests[0]?.headers.authorization).toMatch(
      /Credential=AKIATEST\/\d{8}\/eu-west-1\/bedrock\/aws4_request/,
    );
  });

  it('takes a Bedrock API key in place of credentials', async () => {
    const { url, requests } = await scripted({ body: bedrock.answerInTool });
    const settings = { region: 'eu-west-1', credentials, bedrockApiKey: 'bedrock-key', bedrockBaseUrl: url };
    await run(settings).run(invocation());
    expect(requests[0]?.headers.authorization).toBe('Bearer bedrock-key');
  });

  it.each<[string, Partial<ModelSettings>]>([
    ['AWS_REGION', { credentials }],
    ['AWS credentials', { region: 'eu-west-1' }],
    [
      'AWS credentials',
      { region: 'eu-west-1', credentials: () => Promise.reject(new Error('Could not load credentials')) },
    ],
  ])('names %s when it is missing', async (setting, settings) => {
    const { url, requests } = await scripted({ body: bedrock.answerInTool });
    await expect(run({ ...settings, bedrockBaseUrl: url }).run(invocation())).rejects.toMatchObject({
      code: 'MODEL_NOT_CONFIGURED',
      message: expect.stringContaining(setting) as unknown,
    });
    expect(requests).toHaveLength(0);
  });

  it('names the permission when the role lacks it', async () => {
    const headers = { 'x-amzn-errortype': 'AccessDeniedException' };
    const { url } = await scripted({ status: 403, headers, body: bedrock.denied });
    const running = run({ region: 'eu-west-1', credentials, bedrockBaseUrl: url }).run(invocation());
    await expect(running).rejects.toMatchObject({
      code: 'MODEL_NOT_CONFIGURED',
      message: expect.stringContaining('bedrock:InvokeModel') as unknown,
    });
  });
});

describe('an OpenAI-compatible server', () => {
  it('gets the key as a bearer token, the tools and the schema', async () => {
    const { url, requests } = await scripted({ body: openAi.answer });
    const settings = { model: 'openai-compatible:llama3.1', baseUrl: `${url}/v1`, apiKey: 'sk-secret-key' };
    await runnerOn(settings).runner.run(invocation());
    expect(requests[0]).toMatchObject({
      path: '/v1/chat/completions',
      headers: { authorization: 'Bearer sk-secret-key' },
      body: {
        model: 'llama3.1',
        temperature: 0,
        tools: [{ function: { name: 'location_service' } }],
        response_format: { type: 'json_schema', json_schema: { schema: { additionalProperties: false } } },
      },
    });
  });

  it('names the base URL when it is missing, and MODEL when the server does not know the model', async () => {
    const without = runnerOn({ model: 'openai-compatible:llama3.1' }).runner.run(invocation());
    await expect(without).rejects.toMatchObject({
      code: 'MODEL_NOT_CONFIGURED',
      data: { setting: 'MODEL_BASE_URL' },
    });
    const { url } = await scripted({ status: 404, body: openAi.unknownModel });
    const unknown = runnerOn({ model: 'openai-compatible:llama9', baseUrl: url }).runner.run(invocation());
    await expect(unknown).rejects.toMatchObject({
      code: 'MODEL_NOT_CONFIGURED',
      message: expect.stringContaining('MODEL') as unknown,
    });
  });
});

describe('which model answers', () => {
  it("is the agent's own, else the tenant's, else the deployment's", async () => {
    const { url, requests } = await scripted({ body: openAi.answer });
    const settings = { model: 'openai-compatible:deployed', baseUrl: url };
    const asked = () => requests.map(({ body }) => (body as { model: string }).model);
    const own = { ...invocation().agent, model: 'openai-compatible:own' };
    const tenantModel = async (tenantId: string) =>
      Promise.resolve(tenantId === 'tenant-b' ? 'openai-compatible:of-tenant-b' : null);
    const { runner } = runnerOn(settings, { tenantModel });
    await runner.run(invocation());
    await runner.run(invocation({ principal: { tenantId: 'tenant-b', userId: 'user-b' } }));
    await runner.run(invocation({ principal: { tenantId: 'tenant-b', userId: 'user-b' }, agent: own }));
    expect(asked()).toEqual(['deployed', 'of-tenant-b', 'own']);
  });

  it('must be one of the three kinds', async () => {
    const running = runnerOn({ model: 'gpt:5' }).runner.run(invocation());
    await expect(running).rejects.toMatchObject({
      code: 'MODEL_NOT_CONFIGURED',
      message: expect.stringContaining(
        'MODEL is embedded, bedrock:<model id> or openai-compatible:<model>',
      ) as unknown,
    });
  });
});
