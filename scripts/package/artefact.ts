import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { dirname, extname, join } from 'node:path';
import { build } from 'esbuild';
import * as yaml from 'yaml';
import { unzip } from './unzip.ts';
import slimModules from '../../resources/plugins/slim-modules.ts';
import { at, list, type Template } from './template.ts';

interface FunctionState {
  name: string;
  handler: string;
  events?: Record<string, unknown>[];
}

/** One function as it was packaged. */
export interface Artefact {
  /** As serverless.yml names it. */
  readonly key: string;
  readonly name: string;
  /** `handlers/agents.handler` */
  readonly handler: string;
  readonly events: readonly Record<string, unknown>[];
  readonly zipBytes: number;
  /** By path in the archive. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** Of the function, where CloudFormation knows a value it is given as text that leads nowhere. */
  readonly environment: Readonly<Record<string, string>>;
}

const environmentOf = (template: Template, functionName: string): Record<string, string> => {
  const resource = Object.values(template.Resources).find(
    ({ Type, Properties }) => Type === 'AWS::Lambda::Function' && Properties['FunctionName'] === functionName,
  );
  const variables = (at(resource, 'Properties', 'Environment', 'Variables') ?? {}) as Record<string, unknown>;
  return Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : 'http://127.0.0.1:1/made-by-cloudformation',
    ]),
  );
};

/** Every function of the packaged stage. */
export function readArtefacts(directory: string, template: Template): Artefact[] {
  const state: unknown = JSON.parse(readFileSync(join(directory, 'serverless-state.json'), 'utf8'));
  const functions = at(state, 'service', 'functions') as Record<string, FunctionState>;
  return Object.entries(functions).map(([key, { name, handler, events = [] }]) => {
    const zip = join(directory, `${key}.zip`);
    return {
      key,
      name,
      handler,
      events,
      zipBytes: statSync(zip).size,
      files: unzip(zip),
      environment: environmentOf(template, name),
    };
  });
}

/** Writes the files of an artefact below a directory, as Lambda does below /var/task. */
export function extract({ files }: Pick<Artefact, 'files'>, directory: string): void {
  for (const [path, content] of files) {
    mkdirSync(join(directory, dirname(path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
}

const withoutExtension = (path: string): string => path.slice(0, path.length - extname(path).length);

/** The bundle inside an artefact: path and text of the module that the handler names. */
export function bundleOf({ files, handler }: Pick<Artefact, 'files' | 'handler'>): {
  path: string;
  text: string;
} {
  const module = withoutExtension(handler);
  const [path, content] = [...files].find(([name]) => withoutExtension(name) === module) ?? [];
  if (path === undefined || content === undefined)
    throw new Error(`The artefact holds no module for ${handler}.`);
  return { path, text: content.toString('utf8') };
}

/** Modules that a bundle asks Node for when it runs. The SDK's error texts quote some in brackets; those are no calls. */
export const importsOf = (text: string): string[] => [
  ...new Set(
    [...text.matchAll(/(?<![[\w.$])(?:require|import)\(\s*["']([^"'\s]+)["']\s*\)/g)].map(
      ([, name = '']) => name,
    ),
  ),
];

export const isBuiltin = (name: string): boolean =>
  name.startsWith('node:') ||
  builtinModules.includes(name) ||
  builtinModules.includes(name.split('/')[0] ?? '');

const pluginOnly = [
  'watch',
  'exclude',
  'outputFileExtension',
  'packager',
  'concurrency',
  'zipConcurrency',
  'keepOutputDirectory',
];

/** The esbuild options of serverless.yml, without those that only the plugin knows. */
export function bundleOptions(): Record<string, unknown> {
  const options = at(
    yaml.parse(readFileSync('serverless.yml', 'utf8'), { logLevel: 'silent' }),
    'custom',
    'esbuild',
  ) as Record<string, unknown>;
  const known = Object.entries(options).filter(([name]) => !pluginOnly.includes(name));
  return { ...Object.fromEntries(known), plugins: slimModules };
}

/** What a bundle is made of: source files that left at least one byte in it, found by making the bundle again. */
export async function sourcesOf(
  artefact: Artefact,
): Promise<{ files: string[]; text: string; sameBytes: boolean }> {
  const { metafile, outputFiles } = await build({
    ...bundleOptions(),
    entryPoints: [`${withoutExtension(artefact.handler)}.ts`],
    outdir: 'out',
    write: false,
    metafile: true,
    logLevel: 'silent',
  });
  const files = Object.values(metafile.outputs).flatMap(({ inputs }) =>
    Object.entries(inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .map(([path]) => path),
  );
  const text = outputFiles[0]?.text ?? '';
  return { files, text, sameBytes: text === bundleOf(artefact).text };
}

/** Methods and paths of a function's HTTP events. */
export const httpRoutesOf = ({ events }: Pick<Artefact, 'events'>): { method: string; path: string }[] =>
  list(events)
    .map((event) => at(event, 'httpApi'))
    .filter((event) => event !== undefined)
    .map((event) =>
      typeof event === 'string'
        ? { method: event.split(' ')[0] ?? '*', path: event.split(' ')[1] ?? '*' }
        : { method: String(at(event, 'method')), path: String(at(event, 'path')) },
    );
