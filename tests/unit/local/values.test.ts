import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { parse } from '../../../lib/local/data-api/postgres-array.ts';
import { curlCommand } from '../../../lib/local/banner.ts';
import { makeOutputs, outputsSchema } from '../../../lib/local/outputs.ts';
import type { LocalSettings } from '../../../lib/local/settings.ts';

/** PostgreSQL quotes an element that is empty, NULL, or holds blanks, commas, braces, quotes or backslashes. */
const toElement = (item: string | null) =>
  item === null ? 'NULL' : `"${item.replaceAll(/["\\]/g, (character) => `\\${character}`)}"`;

describe('parsing the text of an array', () => {
  it('gives back any list of strings', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.string())), (items) => {
        expect(parse(`{${items.map(toElement).join(',')}}`)).toEqual(items);
      }),
    );
  });

  it('reads bare elements and an array with bounds', () => {
    expect(parse('{1,2,NULL}')).toEqual(['1', '2', null]);
    expect(parse('[0:1]={a,b}')).toEqual(['a', 'b']);
  });

  it('gives undefined for an array of arrays', () => {
    expect(parse('{{1},{2}}')).toBeUndefined();
  });
});

describe('the outputs', () => {
  const outputs = makeOutputs({
    ports: {
      http: 3000,
      websocket: 3001,
      lambda: 3002,
      dynamodb: 3010,
      rdsData: 3011,
      cognito: 3012,
      s3: 3013,
    },
    region: 'us-east-1',
    userPool: { id: 'us-east-1_domainflow', clientId: 'client' },
  } as LocalSettings);

  it('name an administrator and a member of one tenant and an administrator of another', () => {
    expect(outputsSchema.parse(outputs)).toEqual(outputs);
    const who = outputs.users.map(({ tenantId, groups }) => `${groups.join()} of ${tenantId}`);
    expect(who).toEqual([
      'admin of riverside',
      'analyst of riverside',
      'member of riverside',
      'admin of hillcrest',
    ]);
  });

  it('give one line of shell that signs in and asks', () => {
    const line = curlCommand(outputs);
    expect(line).not.toContain('\n');
    expect(line).toContain('http://localhost:3000/api/v1/health');
    expect(line).toContain('"USERNAME":"nora@riverside.example"');
  });
});
