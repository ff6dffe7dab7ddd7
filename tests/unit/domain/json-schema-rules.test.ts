import { describe, expect, it } from '@jest/globals';
import {
  checkableSchemaProblems,
  outputSchemaProblems,
  schemaProblems,
} from '../../../lib/domain/json-schema-rules.ts';

describe('a JSON Schema', () => {
  it('is told by the kinds of its keywords', () => {
    expect(schemaProblems({ type: 'object', properties: { a: { type: ['string', 'null'] } } })).toEqual([]);
    expect(schemaProblems({ type: 'text' })).toEqual([expect.objectContaining({ path: ['type'] })]);
    expect(schemaProblems({ properties: { a: { minLength: -1 } } })).toEqual([
      expect.objectContaining({ path: ['properties', 'a', 'minLength'] }),
    ]);
  });

  it('may point at its own parts', () => {
    const document = {
      $defs: { 'a/b~c': { type: 'string' } },
      properties: { name: { $ref: '#/$defs/a~1b~0c' }, child: { $ref: '#' } },
    };
    expect(checkableSchemaProblems(document)).toEqual([]);
  });

  it.each(['#/$defs/missing', '#anchor', '#/properties/name/nothing', '#/%'])(
    'may not point at %s, which is not in it',
    (target) => {
      const document = { properties: { name: { type: 'string' }, other: { items: { $ref: target } } } };
      expect(checkableSchemaProblems(document)).toEqual([
        {
          path: ['properties', 'other', 'items', '$ref'],
          message: `${target} leads nowhere in this document`,
        },
      ]);
    },
  );

  it('holds data that only looks like a reference', () => {
    expect(checkableSchemaProblems({ enum: [{ $ref: '#/nowhere' }] })).toEqual([]);
  });

  it('as a map of properties has its problems named from the map', () => {
    expect(outputSchemaProblems({ place: { $ref: '#/nowhere' } })).toEqual([
      expect.objectContaining({ path: ['place', '$ref'] }),
    ]);
  });
});
