import { describe, expect, it } from '@jest/globals';
import {
  detectEntities,
  detectKeyPhrases,
  detectPii,
  detectSentiment,
  isCardNumber,
  redact,
} from '../../../../lib/intelligence/reading/comprehend.ts';
import { resources } from './support.ts';

const typesIn = (text: string): string[] =>
  detectPii(text).map(({ type, text: words }) => `${type}=${words}`);

describe('detectPii', () => {
  it.each([
    ['mail r.k@example.co.in now', ['EMAIL=r.k@example.co.in']],
    ['call +91 98450-12345 today', ['PHONE=+91 98450-12345']],
    ['card 4111 1111 1111 1111', ['CARD_NUMBER=4111 1111 1111 1111']],
    ['ssn 123-45-6789', ['NATIONAL_ID=123-45-6789']],
    ['my aadhaar is 2345 6789 0123', ['NATIONAL_ID=2345 6789 0123']],
    ['pay to GB82 WEST 1234 5698 7654 32', ['BANK_ACCOUNT=GB82 WEST 1234 5698 7654 32']],
    ['my name is Ramesh Kumar', ['NAME=Ramesh Kumar']],
    ['I live at 45 Gandhi Road, Pune', ['ADDRESS=45 Gandhi Road']],
  ])('finds it in "%s"', (text, expected) => {
    expect(typesIn(text)).toEqual(expected);
  });

  it.each([
    'pothole 40 cm deep, 12 houses, since 2026-11-19',
    'pole 4471 on Main Street',
    'at 12.9716, 77.5946',
    'ticket 4111 1111 1111 1112',
  ])('leaves "%s" alone', (text) => {
    expect(typesIn(text)).toEqual([]);
  });

  it('knows a card number by its check sum', () => {
    expect(isCardNumber('4111 1111 1111 1111')).toBe(true);
    expect(isCardNumber('4111 1111 1111 1112')).toBe(false);
  });
});

describe('redact', () => {
  it('puts the type in place of the words, whatever the order of the spans', () => {
    const text = 'My name is Asha Rao, call 98450 12345 67';
    expect(redact(text, detectPii(text).reverse())).toBe('My name is [NAME], call [PHONE]');
  });
});

describe('the other local equivalents', () => {
  it('find entities, key phrases and the feeling', () => {
    const text = 'BESCOM engineer Mr. Suresh left 40 houses without power. Terrible service!';
    expect(detectEntities(text).map(({ type, text: words }) => `${type}=${words}`)).toEqual([
      'ORGANIZATION=BESCOM',
      'PERSON=Suresh',
      'QUANTITY=40 houses',
    ]);
    expect(detectKeyPhrases(text).length).toBeGreaterThan(0);
    expect(detectKeyPhrases(text).length).toBeLessThanOrEqual(5);
    expect(detectSentiment(text, resources.classifiers).value).toBe('negative');
  });
});
