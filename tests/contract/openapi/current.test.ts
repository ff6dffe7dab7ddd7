import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { version } from '../../../lib/version.ts';
import { openApiDocument, routeTable } from '../../../scripts/openapi/document.ts';
import { allOperations, operations } from '../../../scripts/openapi/operations.ts';

const read = (name: string): string => readFileSync(new URL(`../../../${name}`, import.meta.url), 'utf8');
const document = openApiDocument(operations);

describe('what is derived from the routes', () => {
  it('has an OpenAPI document that is checked in as it is generated', () => {
    expect(JSON.parse(read('openapi.json'))).toEqual(JSON.parse(JSON.stringify(document)));
  });

  it('has a table of routes for the fallback that is checked in as it is generated', () => {
    expect(JSON.parse(read('lib/http/routes.json'))).toEqual(routeTable(operations));
  });

  it('gives every operation an id of its own', () => {
    expect(new Set(operations.map(({ id }) => id)).size).toBe(operations.length);
  });

  it('declares exactly the routes in serverless.yml', () => {
    const yaml = read('serverless.yml');
    const declared = [...yaml.matchAll(/httpApi:\s*\{ method: (\S+), path: '?([^',\s]+)'?/g)].map(
      ([, method, path]) => `${method?.replaceAll("'", '') ?? ''} ${path ?? ''}`,
    );
    const served = allOperations.map(({ route: { spec } }) => {
      const method = spec.method === 'ANY' ? '*' : spec.method;
      return `${method} /api/v1${spec.path}`;
    });
    expect(declared.sort()).toEqual([...served, '* /api/v1/{proxy+}'].sort());
  });

  it('says the version of package.json', () => {
    expect((JSON.parse(read('package.json')) as { version: string }).version).toBe(version);
  });
});
