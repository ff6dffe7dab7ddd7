import { rm } from 'node:fs/promises';
import { build, context, stop } from 'esbuild';
import type { BuildOptions, Message, Plugin } from 'esbuild';

type Section = Readonly<Record<string, unknown>>;

/** What of `custom.esbuild` decides how the code behaves; the rest is about size and packaging. */
const shared = [
  'bundle',
  'platform',
  'target',
  'mainFields',
  'conditions',
  'define',
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

/** Calls `onBuilt` with the errors of every build, the first included. */
const notify = (onBuilt: (errors: readonly Message[]) => void): Plugin => ({
  name: 'notify',
  setup: (build) => build.onEnd(({ errors }) => onBuilt(errors)),
});

/** Gives the CommonJS packages inside an ECMAScript module the `require` that they expect. */
const requireForPackages =
  "import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);";

/**
 * Bundles every handler in one build with the options that packaging uses, but as modules that share chunks:
 * serverless-esbuild's one file a handler has the same clients and data in every one, which takes six times as long.
 */
export const bundleHandlers = async ({
  serviceDir,
  esbuild,
  handlers,
  directory,
  onRebuilt,
}: HandlerBundles): Promise<void> => {
  await rm(directory, { recursive: true, force: true });
  const options: BuildOptions = {
    ...Object.fromEntries(shared.flatMap((name) => (name in esbuild ? [[name, esbuild[name]]] : []))),
    absWorkingDir: serviceDir,
    entryPoints: [...new Set(handlers.map(toEntry))].map((entry) => ({ in: `${entry}.ts`, out: entry })),
    outdir: directory,
    format: 'esm',
    splitting: true,
    outExtension: { '.js': '.mjs' },
    banner: { js: requireForPackages },
    logLevel: 'warning',
  };
  await (onRebuilt ? watch(options, onRebuilt) : build(options));
};

/** Resolves when the first build is done; the watcher makes that one too. */
const watch = async (options: BuildOptions, onRebuilt: () => void): Promise<void> => {
  const { promise: first, resolve, reject } = Promise.withResolvers<undefined>();
  let builds = 0;
  const onBuilt = (errors: readonly Message[]): void => {
    builds += 1;
    if (builds > 1) {
      if (errors.length === 0) onRebuilt();
    } else if (errors[0]) reject(new Error(`The handlers do not build: ${errors[0].text}`));
    else resolve(undefined);
  };
  const watching = await context({ ...options, plugins: [notify(onBuilt)] });
  await watching.watch();
  await first;
};

/** Left to itself, esbuild's process dies with a stack trace of its own. */
export const stopBundling = (): Promise<void> => stop();
