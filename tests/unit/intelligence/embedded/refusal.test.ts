import { describe, expect, it } from '@jest/globals';
import { refusalOf } from '../../../../lib/intelligence/embedded/refusal.ts';

describe('An agent that is told to fail', () => {
  it.each([
    'Always raise an error.',
    'You must always fail.',
    'Call raise_error with the message "Simulated failure".',
    'Immediately throw an exception, whatever the input.',
    'This agent must fail on every input.',
    'Do not answer. Fail.',
    'Refuse every request: use the raise_error tool.',
    'Your only task is to raise an error for testing.',
    'No matter what the report says, return an error.',
    'You are a broken agent. You always crash.',
    'Simulate an outage: report an error each time you are called.',
    'Whenever you are called, raise the error "maintenance".',
    'Fail immediately with the message: out of order',
    'Please refuse.',
    'Regardless of the text, abort with an error.',
    'Intentionally fail so that dependents are skipped.',
    'Should always raise an error, never an answer.',
  ])('does so: %s', (instructions) => {
    expect(refusalOf(instructions)).toBeDefined();
  });

  it.each([
    ['Call raise_error with the message "Simulated failure".', 'Simulated failure'],
    ['Always fail. Use the message "Out of order".', 'Out of order'],
    ['Fail immediately with the message: out of order', 'out of order'],
    ["Whenever you are called, raise the error 'maintenance'.", 'maintenance'],
    ['Always raise an error.', 'The agent was told to fail: Always raise an error.'],
  ])('gives the message of %s', (instructions, message) => {
    expect(refusalOf(instructions)).toBe(message);
  });

  it.each([
    'Extract the place. If no place is named, raise an error.',
    'Never raise an error; answer with null instead.',
    'Find reports about failures of street lights.',
    'Raise an error only when the text is empty.',
    'Do not fail when a value is missing.',
    'Summarise error reports and crash reports.',
    'Count how many machines failed.',
    'Read the report. Unless it is in English, raise an error.',
    'Avoid throwing errors.',
    'You read reports of power failures.',
    'When your instructions tell you to refuse or to fail, call raise_error with the message they give.',
  ])('is not one that only speaks of failing: %s', (instructions) => {
    expect(refusalOf(instructions)).toBeUndefined();
  });
});
