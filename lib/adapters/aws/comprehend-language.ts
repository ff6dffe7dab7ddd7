import {
  ComprehendClient,
  DetectDominantLanguageCommand,
  DetectEntitiesCommand,
  DetectKeyPhrasesCommand,
  DetectPiiEntitiesCommand,
  DetectSentimentCommand,
  LanguageCode,
} from '@aws-sdk/client-comprehend';
import type { Comprehension, LanguageService } from '../../intelligence/tools/comprehend.ts';
import { impatient, toToolError } from './tool-errors.ts';

/** Of DetectSentiment; the others take more than a report can hold. */
const MAX_SENTIMENT_BYTES = 5_000;
const MAX_KEY_PHRASES = 5;
/** One sentence or two tell the language. */
const LANGUAGE_SAMPLE = 300;

/** The product's words for kinds of personal data, where Comprehend has others. */
const piiOf: Readonly<Record<string, string>> = {
  CREDIT_DEBIT_NUMBER: 'CARD_NUMBER',
  BANK_ACCOUNT_NUMBER: 'BANK_ACCOUNT',
  INTERNATIONAL_BANK_ACCOUNT_NUMBER: 'BANK_ACCOUNT',
  PASSPORT_NUMBER: 'PASSPORT',
  LICENSE_PLATE: 'VEHICLE_PLATE',
  SSN: 'NATIONAL_ID',
  IN_AADHAAR: 'NATIONAL_ID',
  IN_PERMANENT_ACCOUNT_NUMBER: 'NATIONAL_ID',
  IN_VOTER_NUMBER: 'NATIONAL_ID',
  UK_NATIONAL_INSURANCE_NUMBER: 'NATIONAL_ID',
};
const entityOf = (type: string): string =>
  ['PERSON', 'LOCATION', 'ORGANIZATION', 'DATE', 'QUANTITY'].includes(type) ? type : 'OTHER';

const rounded = (score: number | undefined): number => Math.round((score ?? 0) * 100) / 100;

/** The longest start of a text that fits into so many bytes of UTF-8. */
function cut(text: string, bytes: number): string {
  const encoded = new TextEncoder().encode(text);
  if (encoded.length <= bytes) return text;
  const whole = new TextDecoder().decode(encoded.subarray(0, bytes), { stream: true });
  return whole.replace(/\ufffd+$/, '');
}

/** Comprehend counts offsets in code points. */
function slice(text: string, begin = 0, end = 0): string {
  return Array.from(text).slice(begin, end).join('');
}

const byScore = <T extends { Score?: number | undefined }>(found: readonly T[]): T[] =>
  [...found].sort((a, b) => (b.Score ?? 0) - (a.Score ?? 0));

const isSupported = (code: string | undefined): code is LanguageCode =>
  Object.values<string | undefined>(LanguageCode).includes(code);

function makeParts(client: ComprehendClient, options: { abortSignal?: AbortSignal }) {
  return {
    async language(text: string): Promise<LanguageCode> {
      const sample = new DetectDominantLanguageCommand({ Text: text.slice(0, LANGUAGE_SAMPLE) });
      const { Languages = [] } = await client.send(sample, options);
      const code = byScore(Languages)[0]?.LanguageCode;
      return isSupported(code) ? code : 'en';
    },

    async entities(Text: string, language: LanguageCode): Promise<Comprehension['entities'] & {}> {
      const command = new DetectEntitiesCommand({ Text, LanguageCode: language });
      const { Entities = [] } = await client.send(command, options);
      return Entities.map(({ Type = 'OTHER', Text: words = '', Score }) => ({
        type: entityOf(Type),
        text: words,
        confidence: rounded(Score),
      }));
    },

    async sentiment(text: string, language: LanguageCode): Promise<Comprehension['sentiment'] & {}> {
      const Text = cut(text, MAX_SENTIMENT_BYTES);
      const command = new DetectSentimentCommand({ Text, LanguageCode: language });
      const { Sentiment, SentimentScore } = await client.send(command, options);
      const { Positive, Negative, Neutral, Mixed } = SentimentScore ?? {};
      const highest = Math.max(...[Positive, Negative, Neutral, Mixed].map((score) => score ?? 0));
      return { value: Sentiment?.toLowerCase() ?? null, confidence: rounded(highest) };
    },

    async keyPhrases(Text: string, language: LanguageCode): Promise<string[]> {
      const command = new DetectKeyPhrasesCommand({ Text, LanguageCode: language });
      const { KeyPhrases = [] } = await client.send(command, options);
      const phrases = byScore(KeyPhrases).flatMap(({ Text: words }) => words ?? []);
      return [...new Set(phrases)].slice(0, MAX_KEY_PHRASES);
    },

    async pii(Text: string, language: LanguageCode): Promise<Comprehension['pii'] & {}> {
      const command = new DetectPiiEntitiesCommand({ Text, LanguageCode: language === 'es' ? 'es' : 'en' });
      const { Entities = [] } = await client.send(command, options);
      return Entities.map(({ Type = 'OTHER', BeginOffset, EndOffset }) => ({
        type: piiOf[Type] ?? Type,
        text: slice(Text, BeginOffset, EndOffset),
      }));
    },
  };
}

/** Amazon Comprehend in the dominant language of the text, or in English where it does not know that language. */
export const makeComprehendLanguage = (client = new ComprehendClient(impatient)): LanguageService => ({
  comprehend: async (text, parts, _context, signal) => {
    const read = makeParts(client, signal === undefined ? {} : { abortSignal: signal });
    try {
      const language = await read.language(text);
      const [entities, sentiment, key_phrases, pii] = await Promise.all([
        parts.includes('entities') ? read.entities(text, language) : undefined,
        parts.includes('sentiment') ? read.sentiment(text, language) : undefined,
        parts.includes('key_phrases') ? read.keyPhrases(text, language) : undefined,
        parts.includes('pii') ? read.pii(text, language) : undefined,
      ]);
      return {
        ...(entities && { entities }),
        ...(sentiment && { sentiment }),
        ...(key_phrases && { key_phrases }),
        ...(pii && { pii }),
      };
    } catch (error) {
      throw toToolError('Amazon Comprehend', error, signal);
    }
  },
});
