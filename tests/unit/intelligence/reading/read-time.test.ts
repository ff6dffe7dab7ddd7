import { describe, expect, it } from '@jest/globals';
import { readTime } from '../../../../lib/intelligence/reading/read-time.ts';

const now = new Date('2026-11-20T10:00:00.000Z');
const read = (text: string, timezone = 'UTC', country = 'GB') => readTime(text, { now, timezone, country });
const days = (text: string): string[] | undefined => {
  const time = read(text);
  return time && [time.from.slice(0, 10), time.to.slice(0, 10)];
};

describe('readTime, on Friday 20 November 2026', () => {
  it.each([
    ['it broke yesterday', '2026-11-19', '2026-11-19'],
    ['since day before yesterday', '2026-11-18', '2026-11-18'],
    ['no water for 10 days', '2026-11-10', '2026-11-20'],
    ['dark for the past five nights', '2026-11-15', '2026-11-20'],
    ['it has been three weeks now', '2026-10-30', '2026-11-20'],
    ['happened last week', '2026-11-09', '2026-11-15'],
    ['on Monday the pole fell', '2026-11-16', '2026-11-16'],
    ['last Friday', '2026-11-13', '2026-11-13'],
    ['since January, 20 bags were lost', '2026-01-01', '2026-11-20'],
    ['two days ago', '2026-11-18', '2026-11-18'],
    ['over the weekend', '2026-11-14', '2026-11-15'],
    ['on 3/11/2026 at the gate', '2026-11-03', '2026-11-03'],
    ['from 12th November the tunnel is closed', '2026-11-12', '2026-11-20'],
    ['on 25 December the tree fell', '2025-12-25', '2025-12-25'],
    ['a storm is expected tomorrow', '2026-11-21', '2026-11-21'],
    ['overnight', '2026-11-19', '2026-11-20'],
  ])('%s', (text, from, to) => {
    expect(days(text)).toEqual([from, to]);
  });

  it.each([
    'the light is broken',
    'every morning there is a jam',
    'please fix it by Friday',
    'send a mechanic this week',
    'a 2019 model tractor',
    'the sun is hot and the dog sat on the road',
    'house 4/5, call 98450 12345',
    'it will rot in two days',
    'depth 10 to 12 cm',
  ])('tells no time for "%s"', (text) => {
    expect(read(text)).toBeUndefined();
  });

  it('counts days on the clocks of the time zone', () => {
    expect(read('yesterday', 'Asia/Kolkata')).toMatchObject({
      from: '2026-11-18T18:30:00.000Z',
      to: '2026-11-19T18:29:59.999Z',
    });
    expect(read('at midnight', 'America/New_York')).toMatchObject({ from: '2026-11-20T05:00:00.000Z' });
  });

  it('takes a clock time without a day for the latest one that has passed', () => {
    expect(read('crash at 7 pm')).toMatchObject({ from: '2026-11-19T19:00:00.000Z' });
    expect(read('crash at 7 am')).toMatchObject({ from: '2026-11-20T07:00:00.000Z' });
  });

  it('reads month before day where people write so', () => {
    expect(read('on 3/11/2026', 'UTC', 'US')?.from.slice(0, 10)).toBe('2026-03-11');
  });

  it('names the words it understood, inside the text', () => {
    const text = 'The pump failed two days ago at noon';
    const time = read(text);
    expect(time && text.slice(time.span.start, time.span.end)).toBe(time?.reference);
    expect(time?.reference).toContain('two days ago');
  });
});
