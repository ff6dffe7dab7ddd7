import { badRequest, validation } from './errors.ts';
import type { BoundParameter } from './engine.ts';
import type { RequestField, SqlParameter, TypeHint } from './protocol.ts';
import { oid } from './types.ts';

const date = '\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])';
const time = '(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d{1,6})?';

/** What the API reference of `SqlParameter.typeHint` says a string must look like, and the type it is sent as. */
const hinted: Record<
  TypeHint,
  { readonly oid: number; readonly format: string; readonly accepts: (text: string) => boolean }
> = {
  DATE: { oid: oid.date, format: 'YYYY-MM-DD', accepts: matches(`^${date}$`) },
  TIME: { oid: oid.time, format: 'HH:MM:SS[.FFF]', accepts: matches(`^${time}$`) },
  TIMESTAMP: {
    oid: oid.timestamp,
    format: 'YYYY-MM-DD HH:MM:SS[.FFF]',
    accepts: matches(`^${date} ${time}$`),
  },
  DECIMAL: {
    oid: oid.numeric,
    format: 'a decimal number',
    accepts: matches('^[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?$'),
  },
  UUID: {
    oid: oid.uuid,
    format: 'a UUID',
    accepts: matches('^[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$'),
  },
  JSON: { oid: oid.json, format: 'JSON', accepts: isJson },
};

function matches(pattern: string): (text: string) => boolean {
  const expression = new RegExp(pattern);
  return (text) => expression.test(text);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

const stringParameter = (name: string, text: string, hint: TypeHint | undefined): BoundParameter => {
  if (hint === undefined) return { oid: oid.text, text };
  const rule = hinted[hint];
  if (!rule.accepts(text))
    throw badRequest(`Parameter ${name}: the value for typeHint ${hint} must be ${rule.format}.`);
  return { oid: rule.oid, text };
};

/** `isNull: true` leaves the type to the statement; a string without a hint is sent as text, never guessed. */
const toBound = (name: string, value: RequestField, hint: TypeHint | undefined): BoundParameter => {
  if (value.arrayValue !== undefined) throw validation('Array parameters are not supported.');
  if (value.isNull === true) return { oid: 0, text: undefined };
  if (value.stringValue !== undefined) return stringParameter(name, value.stringValue, hint);
  if (value.longValue !== undefined) return { oid: oid.int8, text: String(value.longValue) };
  if (value.doubleValue !== undefined) return { oid: oid.float8, text: String(value.doubleValue) };
  if (value.booleanValue !== undefined) return { oid: oid.bool, text: value.booleanValue ? 't' : 'f' };
  if (value.blobValue !== undefined)
    return { oid: oid.bytea, text: `\\x${Buffer.from(value.blobValue, 'base64').toString('hex')}` };
  throw badRequest(`Parameter ${name} has no value.`);
};

/**
 * Puts the request's parameters into the order in which the statement names them.
 * Throws `BadRequestException` for a name without a parameter, a parameter without a value, a malformed value.
 */
export const bindParameters = (
  names: readonly string[],
  parameters: readonly SqlParameter[],
): BoundParameter[] => {
  const byName = new Map(parameters.map((parameter) => [parameter.name, parameter]));
  return names.map((name) => {
    const parameter = byName.get(name);
    if (!parameter) throw badRequest(`Cannot find parameter: ${name}`);
    return toBound(name, parameter.value ?? {}, parameter.typeHint);
  });
};
