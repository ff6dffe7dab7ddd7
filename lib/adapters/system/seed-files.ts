import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SeedFiles } from '../../ports/relational.ts';

/**
 * Reads `<root>/seed`. `root` is the working directory: the unpacked artefact on Lambda, the repository elsewhere. The
 * files travel beside the bundle (`package.patterns`), because a bundler cannot list a folder.
 */
export function makeSeedFiles(root: string): SeedFiles {
  const migrations = join(root, 'seed', 'migrations');
  return {
    migrations: async () => {
      const names = (await readdir(migrations)).filter((name) => name.endsWith('.sql')).sort();
      return Promise.all(
        names.map(async (name) => ({ name, script: await readFile(join(migrations, name), 'utf8') })),
      );
    },
    data: async (name) =>
      JSON.parse(await readFile(join(root, 'seed', 'data', `${name}.json`), 'utf8')) as unknown,
  };
}
