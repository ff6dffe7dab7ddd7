import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { bundleOptions } from '../../scripts/package/artefact.ts';

/** Packages that are clients of a service: what a function cannot do without, however it is written. */
const isClient = (name: string): boolean => /^@aws-sdk\/|^@ai-sdk\/(?!provider)|^ai$/.test(name);

const importStatement = /^import (?!type )(\{[^}]*\}) from '([^']+)';$/gm;

const namesIn = (braces: string): string[] =>
  braces
    .slice(1, -1)
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '' && !name.startsWith('type '))
    .map((name) => name.split(' as ')[0] ?? '');

/** What the sources of a bundle import from service clients: names by package, in a stable order. */
export function clientImports(sources: readonly string[]): Map<string, string[]> {
  const found = new Map<string, Set<string>>();
  for (const source of sources.filter((file) => file.startsWith('lib/'))) {
    for (const [, braces = '', name = ''] of readFileSync(source, 'utf8').matchAll(importStatement)) {
      if (!isClient(name)) continue;
      const names = found.get(name) ?? new Set();
      for (const each of namesIn(braces)) names.add(each);
      found.set(name, names);
    }
  }
  return new Map([...found].sort().map(([name, names]) => [name, [...names].sort()]));
}

/** A module that imports the same names from the same clients and does nothing else. */
export function floorSource(imports: ReadonlyMap<string, readonly string[]>): string {
  const lines = [...imports].map(
    ([name, names], index) =>
      `import { ${names.map((each) => `${each} as _${index}_${each}`).join(', ')} } from '${name}';`,
  );
  const used = [...imports].flatMap(([, names], index) => names.map((each) => `_${index}_${each}`));
  return `${lines.join('\n')}\nexport const handler = () => [${used.join(', ')}];\n`;
}

/** Bundles a source with the very options of serverless.yml. Answers the path of the bundle. */
export async function bundleFloor(source: string, name: string, directory: string): Promise<string> {
  const outfile = join(directory, `${name}.cjs`);
  await build({
    ...bundleOptions(),
    stdin: { contents: source, resolveDir: process.cwd(), loader: 'ts' },
    outfile,
    logLevel: 'silent',
  });
  return outfile;
}
