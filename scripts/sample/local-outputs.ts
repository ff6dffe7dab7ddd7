import { resolve } from 'node:path';
import { readOutputs } from '../../lib/local/outputs.ts';
import type { Outputs } from '../../lib/local/outputs.ts';

/** Of the stack that runs on the default state. Throws when none does. */
export function localOutputs(): Outputs {
  const outputs = readOutputs(resolve(import.meta.dirname, '../../.local'));
  if (outputs === undefined) throw new Error('No local stack is running: start it with `npm start`.');
  return outputs;
}
