/**
 * Writes what is derived from the routes' own schemas: openapi.json, the table of known routes for the fallback, the
 * descriptions of the built-in tools and the types of the client. `--check` writes nothing and fails when one is out of date.
 *
 *   node scripts/openapi.ts [--check]
 */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import openapiTypeScript, { astToString } from 'openapi-typescript';
import { format } from 'prettier';
import { builtinTools } from '../lib/intelligence/tools/catalogue.ts';
import { openApiDocument, routeTable } from './openapi/document.ts';
import { operations } from './openapi/operations.ts';

const root = new URL('../', import.meta.url);
const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

const document = openApiDocument(operations);
const unused = undefined as never;
const tools = builtinTools({ index: unused, geocoder: unused, language: unused }).map(
  ({ name, description, parameters }) => [name, { description, parameters }],
);
const types = astToString(await openapiTypeScript(json(document), { defaultNonNullable: false }));

const files: Readonly<Record<string, string>> = {
  'openapi.json': json(document),
  'lib/http/routes.json': await format(json(routeTable(operations)), { parser: 'json', printWidth: 110 }),
  'lib/domain/builtin-tools.json': await format(json(Object.fromEntries(tools)), {
    parser: 'json',
    printWidth: 110,
  }),
  'scripts/client/generated/api.ts': types,
};

const current = (name: string): string | undefined => {
  const file = new URL(name, root);
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
};
const outdated = Object.keys(files).filter((name) => current(name) !== files[name]);
if (process.argv.includes('--check')) {
  for (const name of outdated) console.error(`${name} is out of date: run npm run openapi`);
  process.exitCode = outdated.length === 0 ? 0 : 1;
} else {
  for (const name of outdated) {
    const file = new URL(name, root);
    mkdirSync(dirname(file.pathname), { recursive: true });
    writeFileSync(file, files[name] ?? '');
    console.log(`wrote ${name}`);
  }
}
