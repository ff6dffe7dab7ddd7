import { describe, expect, it } from '@jest/globals';
import { inShort, read } from '../support/read.ts';
import { readRows } from './sentences.ts';

describe('A question', () => {
  it.each(readRows('questions.txt'))('of %s: %s', (domain, sentence, expected) => {
    expect(inShort(read(sentence, { domain }))).toBe(expected);
  });
});
