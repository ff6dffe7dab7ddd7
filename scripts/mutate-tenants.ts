/**
 * Takes each tenant predicate out of the stores, one at a time, in a copy of the tree, and says which removals no test
 * notices. Exit code 1 when one survives.
 *
 *   node scripts/mutate-tenants.ts [folder or file, to look at only these] [tests, in place of all of the family's]
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const [, , only = '', narrowTo] = process.argv;

interface Family {
  readonly folder: string;
  readonly tests: string;
  /** A predicate, and what takes its place so that it selects every tenant. */
  readonly rules: readonly (readonly [predicate: RegExp, replacement: (found: string) => string])[];
}

const nobody = (found: string): string => found.replace(/(\w+\.)?tenantId/, "''");

const everyTenant = (found: string): string =>
  found.replace(/((?:\w+\.)?tenant_id)(?: \|\| '')? = :tenant/, '($1 is not null or :tenant = :tenant)');

const families: readonly Family[] = [
  {
    folder: 'lib/adapters/documents',
    tests: 'tests/contract/documents',
    rules: [
      // Inside jobChange the key only spreads the sweeper's index; it selects nothing.
      [/(?<!jobChange\([^)]*)compositeKey\(('\w+', )?tenantId, /g, nobody],
      [/configurationKey\((\w+\.)?tenantId, /g, nobody],
      [/tenant_id: tenantId, session_id/g, nobody],
      [/\['tenant_id', tenantId\]/g, () => "['tenant_id', 'everybody']"],
    ],
  },
  {
    folder: 'lib/adapters/aws/sql',
    tests: 'tests/contract/sql',
    rules: [
      [/(\w+\.)?tenant_id(?: \|\| '')? = :tenant\b/g, everyTenant],
      [
        /h\.tenant_id in \(:tenant, /g,
        () => 'h.tenant_id in (select tenant_id from tenants union select :tenant union select ',
      ],
    ],
  },
];

interface Mutation {
  readonly file: string;
  readonly line: number;
  readonly content: string;
  readonly tests: string;
}

function mutationsOf(file: string, family: Family): Mutation[] {
  const text = readFileSync(file, 'utf8');
  return family.rules.flatMap(([predicate, replacement]) =>
    [...text.matchAll(predicate)].map((match) => {
      const [found] = match;
      const [before, after] = [text.slice(0, match.index), text.slice(match.index + found.length)];
      const content = before + replacement(found) + after;
      return { file, line: before.split('\n').length, content, tests: narrowTo ?? family.tests };
    }),
  );
}

const mutations = families.flatMap((family) =>
  readdirSync(family.folder)
    .map((name) => join(family.folder, name))
    .filter((file) => file.endsWith('.ts') && file.includes(only))
    .flatMap((file) => mutationsOf(file, family)),
);

const copy = mkdtempSync(join(tmpdir(), 'domainflow-mutants-'));
for (const part of [
  'lib',
  'seed',
  'tests',
  'scripts',
  'handlers',
  'resources',
  'package.json',
  'jest.config.mjs',
  'openapi.json',
]) {
  cpSync(part, join(copy, part), { recursive: true });
}
symlinkSync(join(process.cwd(), 'node_modules'), join(copy, 'node_modules'));

function isNoticed({ file, content, tests }: Mutation): boolean {
  const target = join(copy, file);
  const original = readFileSync(target, 'utf8');
  writeFileSync(target, content);
  // The walk of 5,000 reports is about cursors, and takes its time.
  const narrowed = ['--bail', '--testPathIgnorePatterns', 'walk.test', '--', tests];
  const jest = ['node_modules/.bin/jest', '--selectProjects', 'contract', ...narrowed];
  const { status } = spawnSync(process.execPath, ['--experimental-vm-modules', ...jest], { cwd: copy });
  writeFileSync(target, original);
  return status !== 0;
}

try {
  let survivors = 0;
  for (const mutation of mutations) {
    const noticed = isNoticed(mutation);
    if (!noticed) survivors += 1;
    console.log(`${noticed ? 'noticed ' : 'SURVIVED'} ${mutation.file}:${mutation.line}`);
  }
  console.log(`${mutations.length} tenant predicates removed, ${survivors} removals unnoticed`);
  process.exitCode = survivors === 0 && mutations.length > 0 ? 0 : 1;
} finally {
  rmSync(copy, { recursive: true, force: true });
}
