import { rm } from 'node:fs/promises';
import { context, stop } from 'esbuild';
import type { BuildOptions, Plugin } from 'esbuild';

type Section = Readonly<Record<string, unknown>>;

/** What of `custom.esbuild` decides how the code behaves; the rest is about size and packaging. */
const shared = [
  'bundle',
  'platform',
  'target',
  'format',
  'mainFields',
  'conditions',
  'define',
  'banner',
  'external',
  'alias',
  'loader',
] as const;

export interface HandlerBundles {
  readonly serviceDir: string;
  /** `custom.esbuild` of serverless.yml. */
  readonly esbuild: Section;
  /** As in serverless.yml: `handlers/agents.handler`. */
  readonly handlers: readonly string[];
  readonly directory: string;
  /** Called after each further build when sources are watched; they are not when it is missing. */
  readonly onRebuilt?: () => void;
}

const toEntry = (handler: string): string => handler.slice(0, handler.lastIndexOf('.'));

const notify = (onRebuilt: () => void): Plugin => ({
  name: 'notify',
  setup: (build) => {
    let builds = 0;
    build.onEnd(({ errors }) => {
      builds += 1;
      if (builds > 1 && errors.length === 0) onRebuilt();
    });
  },
});

/**
 * Bundles every handler in one build, with the options that packaging uses. serverless-esbuild builds them one by one,
 * which takes ten times as long when each brings the same clients along.
 */
export const bundleHandlers = async ({
  serviceDir,
  esbuild,
  handlers,
  directory,
  onRebuilt,
}: HandlerBundles): Promise<void> => {
  await rm(directory, { recursive: true, force: true });
  const extension = esbuild['outputFileExtension'];
  const options: BuildOptions = {
    ...Object.fromEntries(shared.flatMap((name) => (name in esbuild ? [[name, esbuild[name]]] : []))),
    absWorkingDir: serviceDir,
    entryPoints: [...new Set(handlers.map(toEntry))].map((entry) => ({ in: `${entry}.ts`, out: entry })),
    outdir: directory,
    outExtension: typeof extension === 'string' ? { '.js': extension } : {},
    logLevel: 'warning',
    plugins: onRebuilt ? [notify(onRebuilt)] : [],
  };
  const build = await context(options);
  await build.rebuild();
  if (onRebuilt) await build.watch();
};

/** Left to itself, esbuild's process dies with a stack trace of its own. */
export const stopBundling = (): Promise<void> => stop();
