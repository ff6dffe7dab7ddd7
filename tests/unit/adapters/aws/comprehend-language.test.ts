import { afterEach, describe, expect, it } from '@jest/globals';
import { ComprehendClient } from '@aws-sdk/client-comprehend';
import { makeComprehendLanguage } from '../../../../lib/adapters/aws/comprehend-language.ts';
import { impatient } from '../../../../lib/adapters/aws/tool-errors.ts';
import * as wire from '../../../fixtures/aws/comprehend.ts';
import { clientOf, startLoopback, type Loopback, type LoopbackRequest } from '../../../support/loopback.ts';

let server: Loopback | undefined;
afterEach(() => server?.close());

const operationOf = ({ headers }: LoopbackRequest): string =>
  String(headers['x-amz-target']).replace('Comprehend_20171127.', '');
const answers: Record<string, unknown> = {
  DetectDominantLanguage: wire.dominantLanguage,
  DetectEntities: wire.entities,
  DetectSentiment: wire.sentiment,
  DetectKeyPhrases: wire.keyPhrases,
  DetectPiiEntities: wire.pii,
};
const context = { now: new Date('2026-05-01T00:00:00Z'), timezone: 'UTC' };

async function comprehending(changed: Record<string, unknown> = {}, status = 200) {
  server = await startLoopback((request) => ({
    status,
    headers: { 'content-type': 'application/x-amz-json-1.1' },
    body: { ...answers, ...changed }[operationOf(request)],
  }));
  const service = makeComprehendLanguage(new ComprehendClient({ ...impatient, ...clientOf(server) }));
  return { service, requests: server.requests };
}

describe('reading a text with Amazon Comprehend', () => {
  it('answers every part in the words of the product', async () => {
    const { service } = await comprehending();
    const found = await service.comprehend(
      wire.text,
      ['entities', 'sentiment', 'key_phrases', 'pii'],
      context,
    );
    expect(found).toEqual({
      entities: [
        { type: 'PERSON', text: 'Ravi Kumar', confidence: 1 },
        { type: 'ORGANIZATION', text: 'BESCOM', confidence: 0.95 },
        { type: 'OTHER', text: 'pole', confidence: 0.7 },
        { type: 'DATE', text: 'Monday', confidence: 0.98 },
      ],
      sentiment: { value: 'negative', confidence: 0.88 },
      key_phrases: ['a broken pole', 'MG Road', 'Ravi Kumar'],
      pii: [
        { type: 'NAME', text: 'Ravi Kumar' },
        { type: 'EMAIL', text: 'ravi@example.com' },
      ],
    });
  });

  it('asks only for what is wanted, in the language of the text', async () => {
    const { service, requests } = await comprehending({
      DetectDominantLanguage: {
        Languages: [
          { LanguageCode: 'pt', Score: 0.1 },
          { LanguageCode: 'hi', Score: 0.8 },
        ],
      },
    });
    const found = await service.comprehend(wire.text, ['sentiment', 'pii'], context);
    expect(Object.keys(found).sort()).toEqual(['pii', 'sentiment']);
    expect(requests.map(operationOf).sort()).toEqual([
      'DetectDominantLanguage',
      'DetectPiiEntities',
      'DetectSentiment',
    ]);
    const codes = new Map(
      requests.map((each) => [operationOf(each), (each.body as { LanguageCode?: string }).LanguageCode]),
    );
    expect(codes.get('DetectSentiment')).toBe('hi');
    expect(codes.get('DetectPiiEntities')).toBe('en');
  });

  it('reads a language that it does not know as English', async () => {
    const { service, requests } = await comprehending({
      DetectDominantLanguage: { Languages: [{ LanguageCode: 'sw', Score: 0.9 }] },
    });
    await service.comprehend('Barabara imeharibika', ['sentiment'], context);
    expect(requests[1]?.body).toMatchObject({ LanguageCode: 'en' });
  });

  it('cuts what the sentiment is read from at 5,000 bytes, never inside a character', async () => {
    const { service, requests } = await comprehending();
    await service.comprehend('क'.repeat(3_000), ['sentiment'], context);
    const sent = (requests[1]?.body as { Text: string }).Text;
    expect(sent).toBe('क'.repeat(1_666));
  });

  it.each([wire.throttled, wire.tooMany])('says that a throttled call may be tried again', async (error) => {
    const { service } = await comprehending({ DetectDominantLanguage: error }, 400);
    const failing = service.comprehend('Hello', ['sentiment'], context);
    await expect(failing).rejects.toMatchObject({ code: 'TOOL_UNAVAILABLE', retryable: true });
  });
});
