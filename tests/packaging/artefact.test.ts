import type { Server } from 'node:http';
import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { build } from 'esbuild';
import { artefactChecks, type Inspection } from '../../scripts/package/artefact-checks.ts';
import { bundleOf, readArtefacts, type Artefact } from '../../scripts/package/artefact.ts';
import { packageStage } from '../../scripts/package/build.ts';
import { makeGrantCheck, readGrantsFile } from '../../scripts/package/grant-check.ts';
import { inspect, installedNodes } from '../../scripts/package/inspect.ts';
import { startRefusingAws } from '../../scripts/package/isolation.ts';
import { readTemplate } from '../../scripts/package/template.ts';

// Each of these starts Node once or twice.
jest.setTimeout(120_000);

let aws: { url: string; server: Server };
let sound: Inspection;

beforeAll(async () => {
  const directory = packageStage('dev');
  aws = await startRefusingAws();
  const artefact = readArtefacts(directory, readTemplate(directory)).find(({ key }) => key === 'agents');
  sound = await inspect(artefact!, aws.url);
}, 600_000);
afterAll(() => void aws.server.close());

const failing = (inspection: Inspection): string[] =>
  artefactChecks.filter(({ problems }) => problems(inspection).length > 0).map(({ name }) => name);

const withBundle = (artefact: Artefact, text: string): Artefact => ({
  ...artefact,
  files: new Map([[bundleOf(artefact).path, Buffer.from(text)]]),
});

/** The bundle of the function, made again with a package left out of it. */
async function bundleWithout(dependency: string): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: ['handlers/agents.ts'],
    bundle: true,
    minify: true,
    platform: 'node',
    format: 'cjs',
    external: [dependency],
    write: false,
  });
  return outputFiles[0]!.text;
}

describe('an artefact as it is packaged', () => {
  it('holds under every check, on the Node that Lambda runs', () => {
    expect(Object.keys(sound.runs)).toContain('24');
    expect(failing(sound)).toEqual([]);
  });

  it('answers every one of its routes', () => {
    const outcomes = sound.runs['24']!.outcomes;
    expect(outcomes).toHaveLength(sound.artefact.events.length);
    for (const { answer } of outcomes) expect(answer).toMatchObject({ statusCode: expect.any(Number) });
  });
});

describe('a fault in an artefact', () => {
  it('a dependency deleted from the bundle is noticed twice: by reading it and by running it', async () => {
    const artefact = withBundle(sound.artefact, await bundleWithout('@middy/core'));
    expect(failing(await inspect(artefact, aws.url))).toEqual(
      expect.arrayContaining([
        'it loads and answers in an empty directory',
        'nothing is imported that is not inside',
      ]),
    );
  });

  it('a dependency that only a request needs is missed when the request comes', async () => {
    const lazy = `exports.handler = async () => ({ statusCode: 200, body: typeof (await import('@middy/core')) });`;
    const artefact = withBundle(sound.artefact, lazy);
    expect(failing(await inspect(artefact, aws.url))).toContain('it loads and answers in an empty directory');
  });

  it('packed data that did not travel with the bundle are missed', () => {
    const reading = `${bundleOf(sound.artefact).text};"lib/intelligence/data/generated/gazetteer.ts"`;
    const artefact = withBundle(sound.artefact, reading);
    expect(failing({ ...sound, artefact })).toEqual(['nothing is imported that is not inside']);
  });

  it('a connection opened at import is noticed', async () => {
    const connect = `require('node:net').connect(1, '127.0.0.1').on('error', () => undefined);`;
    const artefact = withBundle(sound.artefact, connect + bundleOf(sound.artefact).text);
    expect(failing(await inspect(artefact, aws.url))).toContain('importing it opens no socket');
  });

  it('a handler that answers no request is noticed', async () => {
    const artefact = withBundle(sound.artefact, 'exports.handler = async () => undefined;');
    expect(failing(await inspect(artefact, aws.url))).toContain('it loads and answers in an empty directory');
  });

  it('too many bytes are noticed', () => {
    const artefact = { ...sound.artefact, zipBytes: 1_024 * 1_024 + 1 };
    expect(failing({ ...sound, artefact })).toEqual(['sizes are under budget']);
  });

  it.each([
    'lib/local/plugin.ts',
    'node_modules/@electric-sql/pglite/dist/index.js',
    'tests/support/x.ts',
    'handlers/domains.ts',
  ])('%s inside is noticed', (file) => {
    const sources = { ...sound.sources, files: [...sound.sources.files, file] };
    expect(failing({ ...sound, sources })).toEqual(['no emulator, test or other function is inside']);
  });

  it('an emulator that came by another way is noticed by its text', () => {
    const artefact = withBundle(sound.artefact, `${bundleOf(sound.artefact).text};"PGlite"`);
    expect(failing({ ...sound, artefact })).toContain('no emulator, test or other function is inside');
  });

  it('an artefact that is not what its sources make is noticed', () => {
    expect(failing({ ...sound, sources: { ...sound.sources, sameBytes: false } })).toEqual([
      'the artefact is what its sources bundle to',
    ]);
  });
});

describe('the rights of a function', () => {
  const withGrants = (...names: string[]): string[] => {
    const grants = readGrantsFile();
    return makeGrantCheck({ ...grants, functions: { agents: names } }).problems(sound);
  };

  it('are what resources/grants.yml says', () => {
    expect(makeGrantCheck(readGrantsFile()).problems(sound)).toEqual([]);
  });

  it('are noticed when one is missing', () => {
    expect(withGrants()).toContain('it needs database');
  });

  it('are noticed when there is one too many', () => {
    const { agents = [] } = readGrantsFile().functions;
    expect(withGrants(...agents, 'backups')).toEqual(
      expect.arrayContaining([
        'it has backups and no code for it',
        'it may do s3:ListBucket and has no code for it',
      ]),
    );
  });
});

it('Node 22 takes part wherever it is installed', () => {
  expect(Object.keys(sound.runs).sort()).toEqual(
    installedNodes()
      .map(([version]) => version)
      .sort(),
  );
});
