import type { Property } from './property.ts';

const numberAt = (schema: Property['schema'], key: string): number | undefined => {
  const value = schema[key];
  return typeof value === 'number' ? value : undefined;
};

/** Does a value keep to the property's type, listed values, length, range and pattern? Null is for the caller to judge. */
export function isAllowed(value: unknown, { types, choices, schema }: Property): boolean {
  if (choices && !choices.includes(value)) return false;
  if (typeof value === 'string')
    return (types.has('string') || choices !== undefined) && isAllowedText(value, schema);
  if (typeof value === 'number') return isAllowedNumber(value, types, schema);
  if (typeof value === 'boolean') return types.has('boolean') || choices !== undefined;
  if (Array.isArray(value))
    return (
      types.has('array') &&
      value.length >= (numberAt(schema, 'minItems') ?? 0) &&
      value.length <= (numberAt(schema, 'maxItems') ?? Infinity)
    );
  return types.has('object');
}

function isAllowedText(value: string, schema: Property['schema']): boolean {
  const pattern = schema['pattern'];
  if (typeof pattern === 'string' && !matches(pattern, value)) return false;
  return (
    value.length >= (numberAt(schema, 'minLength') ?? 0) &&
    value.length <= (numberAt(schema, 'maxLength') ?? Infinity)
  );
}

function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(pattern, 'u').test(value);
  } catch {
    return false;
  }
}

function isAllowedNumber(value: number, types: ReadonlySet<string>, schema: Property['schema']): boolean {
  if (!types.has('number') && !(types.has('integer') && Number.isInteger(value))) return false;
  const above =
    value >= (numberAt(schema, 'minimum') ?? -Infinity) &&
    value > (numberAt(schema, 'exclusiveMinimum') ?? -Infinity);
  return (
    above &&
    value <= (numberAt(schema, 'maximum') ?? Infinity) &&
    value < (numberAt(schema, 'exclusiveMaximum') ?? Infinity)
  );
}
