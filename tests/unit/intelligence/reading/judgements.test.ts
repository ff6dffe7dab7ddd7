import { describe, expect, it } from '@jest/globals';
import { readCategory } from '../../../../lib/intelligence/reading/category.ts';
import { readSentiment } from '../../../../lib/intelligence/reading/sentiment.ts';
import { readUrgency } from '../../../../lib/intelligence/reading/urgency.ts';
import { categoriesOf } from '../../../../scripts/support/vocabulary.ts';
import { resources } from './support.ts';

const { classifiers } = resources;

describe('readUrgency', () => {
  it('hears mortal danger', () => {
    expect(readUrgency('Two kids are trapped in the burning flat, please hurry', classifiers).value).toBe(
      'immediate',
    );
  });
  it('is calmed by what is over', () => {
    expect(readUrgency('The fire is out, nobody was hurt, thank you', classifiers).value).toBe('low');
  });
  it('is calmed by "no hurry"', () => {
    expect(readUrgency('No hurry, the bench by the pond could use some paint', classifiers).value).toBe(
      'low',
    );
  });
});

describe('readSentiment', () => {
  it.each([
    ['Thank you so much, wonderful work', 'positive'],
    ['This is a disgrace, nobody cares about us', 'negative'],
    ['Lovely park, but the toilets are filthy', 'mixed'],
    ['Lamp post 14 on Mill Lane is not lit', 'neutral'],
  ])('%s', (text, expected) => {
    expect(readSentiment(text, classifiers).value).toBe(expected);
  });
});

describe('readCategory', () => {
  it.each([
    ['civic_complaints', 'My wheel fell into a crater on the road', 'pothole'],
    ['civic_complaints', 'They dumped three mattresses in the lane', 'garbage'],
    ['disaster_response', 'The hillside came down on four houses', 'landslide'],
    ['agriculture', 'Caterpillars are eating the cabbage', 'pest'],
  ])('in %s: %s', (domain, text, key) => {
    expect(readCategory(text, categoriesOf(domain), classifiers).value).toBe(key);
  });

  const hospital = [
    { key: 'bed_shortage', label: 'Bed shortage', synonyms: ['no beds', 'corridor'] },
    { key: 'staffing', label: 'Staffing', synonyms: ['nurse', 'understaffed'] },
    { key: 'other', label: 'Other', synonyms: [] },
  ];

  it('works from label and synonyms alone for a domain of its own', () => {
    expect(readCategory('Patients lie in the corridor', hospital, classifiers).value).toBe('bed_shortage');
    expect(readCategory('Only one nurses for the ward', hospital, classifiers).value).toBe('staffing');
  });

  it('says "other" without conviction when no word fits, and nothing when there is no "other"', () => {
    expect(readCategory('Where can I park?', hospital, classifiers)).toMatchObject({
      value: 'other',
      confidence: 0.2,
    });
    expect(readCategory('Where can I park?', hospital.slice(0, 2), classifiers).value).toBeUndefined();
    expect(readCategory('Anything', [], classifiers).value).toBeUndefined();
  });

  it('shows the words that speak for it', () => {
    expect(
      readCategory('Patients lie in the corridor', hospital, classifiers).evidence.map(({ text }) => text),
    ).toEqual(['corridor']);
  });
});
