import { Validator } from '@cfworker/json-schema';
import { MAX_OUTPUT_KEYS } from '../domain/agent.ts';
import type { JsonSchema, ObjectSchema } from '../domain/json-schema.ts';
import { toObjectSchema } from '../domain/json-schema.ts';

export type Checked =
  | { readonly valid: true; readonly output: Record<string, unknown> }
  | { readonly valid: false; readonly problems: string[] };

/** An agent may have nothing to say under any of its keys: null is allowed for each. */
const orNothing = (schema: ObjectSchema): ObjectSchema => ({
  ...schema,
  properties: Object.fromEntries(
    Object.entries(schema.properties).map(([name, property]) => [
      name,
      { anyOf: [property, { type: 'null' }] },
    ]),
  ),
});

/** By the schema's text: every job reads its plan anew, and most say the same as the job before. */
const validators = new Map<string, Validator>();
const MAX_VALIDATORS = 1_000;
function validatorOf(schema: JsonSchema): Validator {
  const text = JSON.stringify(schema);
  const known = validators.get(text);
  if (known !== undefined) return known;
  const validator = new Validator(orNothing(toObjectSchema(schema)), '2020-12', false);
  if (validators.size >= MAX_VALIDATORS) validators.clear();
  validators.set(text, validator);
  return validator;
}

/** Keeps only the keys that the schema names, at most five. */
function declaredKeys(output: Record<string, unknown>, schema: JsonSchema): Record<string, unknown> {
  const names = Object.keys(toObjectSchema(schema).properties).slice(0, MAX_OUTPUT_KEYS);
  return Object.fromEntries(
    names.filter((name) => output[name] !== undefined).map((name) => [name, output[name]]),
  );
}

/** Holds what an agent said against its output schema; the problems are sentences with JSON pointers. */
export function checkOutput(output: unknown, schema: JsonSchema): Checked {
  if (typeof output !== 'object' || output === null || Array.isArray(output))
    return { valid: false, problems: ['#: expected an object'] };
  const kept = declaredKeys(output as Record<string, unknown>, schema);
  const { valid, errors } = validatorOf(schema).validate(kept);
  if (valid) return { valid, output: kept };
  return {
    valid,
    problems: errors.slice(0, 20).map(({ instanceLocation, error }) => `${instanceLocation}: ${error}`),
  };
}
