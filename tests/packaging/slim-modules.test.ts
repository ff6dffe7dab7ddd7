import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from '@jest/globals';
import { build, transformSync } from 'esbuild';
import slimModules, {
  withoutAnswerSchemas,
  withPureConstants,
} from '../../resources/plugins/slim-modules.ts';

/** What esbuild leaves of a module that nothing imports by name. */
const remaining = (text: string): string =>
  transformSync(withPureConstants(text, 'module.ts'), { loader: 'ts', treeShaking: true, format: 'cjs' })
    .code;

describe('constants of a module', () => {
  it('are left out when nothing uses them, whatever makes them', () => {
    const code = remaining(`
      const text = maker.string().min(1).max(2);
      const list = [maker.number(), { ...maker.shape }] as const;
      const typed: Map<string, number> = new Map([['a', make()]]);
    `);
    expect(code).not.toMatch(/maker|make\(/);
  });

  it('stay, with all that they are made of, when something uses them', () => {
    const code = remaining('const text = maker.string(); const list = maker.array(text); use(list);');
    expect(code).toContain('maker.array(text)');
    expect(code).toContain('maker.string()');
  });

  it('keep their values', () => {
    const text = withPureConstants(
      'const base = { a: [1, 2] as const }; const sum = base.a[0] + 2; const kept = [sum, `${sum}`];',
      'module.ts',
    );
    const kept: unknown = runInNewContext(transformSync(`${text} kept`, { loader: 'ts' }).code);
    expect(kept).toEqual([3, '3']);
  });

  it('do not take statements with them that do something', () => {
    expect(remaining('const unused = make(); act();')).toContain('act()');
  });
});

describe('the declaration of a route', () => {
  const declared = `
    export const get = route(
      { method: 'GET', path: '/x', output: listOf('xs', row.extend({ a: 1 })), redirect: link, params },
      ({ output }) => ({ output }),
    );`;

  it('loses the schemas of its answers and nothing else', () => {
    expect(withoutAnswerSchemas(declared, 'x.ts').replace(/\s+/g, ' ')).toContain(
      "route( { method: 'GET', path: '/x', params }, ({ output }) => ({ output }), )",
    );
  });

  it('is not mistaken for another call', () => {
    const other = 'const x = make({ output: z.string() });';
    expect(withoutAnswerSchemas(other, 'x.ts')).toBe(other);
  });
});

describe('packed data', () => {
  it('stay out of the bundle and are read from beside it', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'packed-data-'));
    try {
      const data = 'lib/intelligence/data/generated/gazetteer.ts';
      cpSync(data, join(directory, data));
      const bundle = join(directory, 'handlers', 'places.cjs');
      const { metafile } = await build({
        stdin: {
          contents: `import { loadGazetteer } from './lib/intelligence/gazetteer/load.ts';
            loadGazetteer().then((gazetteer) => console.log(typeof gazetteer));`,
          resolveDir: process.cwd(),
          loader: 'ts',
        },
        plugins: slimModules,
        bundle: true,
        platform: 'node',
        format: 'cjs',
        outfile: bundle,
        metafile: true,
      });
      expect(Object.values(metafile.outputs)[0]!.bytes).toBeLessThan(100_000);
      const { stdout, stderr } = spawnSync(process.execPath, [bundle], { encoding: 'utf8', cwd: tmpdir() });
      expect({ stdout, stderr }).toEqual({ stdout: 'object\n', stderr: '' });
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});
