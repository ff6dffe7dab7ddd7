/**
 * Takes each tenant predicate out of the stores, one at a time, in a copy of the tree, and says which removals no test
 * notices. Exit code 1 when one survives.
 *
 *   node scripts/mutate-tenants.ts [folder or file, to look at only these]
 */
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

interface Family {
  readonly folder: string;
  readonly tests: string;
  /** A predicate, and what takes its place so that it selects every tenant. */
  readonly rules: readonly (readonly [predicate: RegExp, replacement: string])[];
}

const families: readonly Family[] = [
  {
    folder: 'lib/adapters/documents',
    tests: 'tests/contract/documents',
    rules: [
      // Inside jobChange the key only spreads the sweeper's index; it selects nothing.
      [/(?<!jobChange\([^)]*)compositeKey\(tenantId, /g, "compositeKey('', "],
      [/configurationKey\(tenantId, /g, "configurationKey('', "],
      [/tenant_id: tenantId, session_id/g, "tenant_id: '', session_id"],
      [/hash: \['tenant_id', tenantId\]/g, "hash: ['tenant_id', 'everybody']"],
    ],
  },
  {
    folder: 'lib/adapters/aws/sql',
    tests: 'tests/contract/sql',
    rules: [
      [/tenant_id = :tenant\b/g, '(tenant_id is not null or :tenant = :tenant)'],
      [
        /h\.tenant_id in \(:tenant, /g,
        'h.tenant_id in (select tenant_id from tenants union select :tenant union select ',
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
      const qualified = /(\w+\.)$/.exec(text.slice(0, match.index))?.[1] ?? '';
      const start = match.index - qualified.length;
      const changed = replacement.replace('(tenant_id is', `(${qualified}tenant_id is`);
      return {
        file,
        line: text.slice(0, match.index).split('\n').length,
        content: text.slice(0, start) + changed + text.slice(match.index + match[0].length),
        tests: family.tests,
      };
    }),
  );
}

const only = process.argv[2] ?? '';
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
  const jest = ['node_modules/.bin/jest', '--selectProjects', 'contract', '--bail', '--', tests];
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
