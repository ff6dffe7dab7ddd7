import { bundleOf, httpRoutesOf, importsOf, isBuiltin, type Artefact } from './artefact.ts';
import type { IsolatedRun } from './isolation.ts';

/** One function, what its bundle is made of, and how it behaved alone, by version of Node. */
export interface Inspection {
  readonly artefact: Artefact;
  readonly sources: { readonly files: readonly string[]; readonly sameBytes: boolean };
  readonly runs: Readonly<Record<string, IsolatedRun>>;
}
export interface ArtefactCheck {
  readonly name: string;
  readonly problems: (inspection: Inspection) => string[];
}

const KB = 1_024;
/** Bytes zipped. The aim is 300 KB for a function behind a route. */
export const budgets = { http: 1_024 * KB, aim: 300 * KB, orchestrator: 8 * 1_024 * KB, other: 1_024 * KB };

/** Functions with the models, the language readers and the gazetteer inside. */
const holdsTheEngine = ['orchestrator', 'agentRunner'];

export const budgetOf = (artefact: Artefact): number => {
  if (httpRoutesOf(artefact).length > 0) return budgets.http;
  return holdsTheEngine.includes(artefact.key) ? budgets.orchestrator : budgets.other;
};

const size: ArtefactCheck = {
  name: 'sizes are under budget',
  problems: ({ artefact }) =>
    artefact.zipBytes <= budgetOf(artefact)
      ? []
      : [`${Math.ceil(artefact.zipBytes / KB)} KB zipped; at most ${budgetOf(artefact) / KB} KB`],
};

const complete: ArtefactCheck = {
  name: 'nothing is imported that is not inside',
  problems: ({ artefact }) => {
    const { text } = bundleOf(artefact);
    const packages = importsOf(text).filter((name) => !isBuiltin(name));
    const files = dataFilesOf(text).filter((path) => !artefact.files.has(path));
    return [
      ...packages.map((name) => `${name} would be looked for in node_modules, and there is none`),
      ...files.map((path) => `${path} would be read, and it is not inside`),
    ];
  },
};

/** Files that travel beside a bundle: migrations and seeds, packed data. */
const travelling = /^(?:seed|lib\/intelligence\/data\/generated)\//;
/** Packed data that a bundle reads. */
const dataFilesOf = (text: string): string[] => [
  ...new Set([...text.matchAll(/lib\/intelligence\/data\/generated\/[\w-]+\.ts/g)].map(([path]) => path)),
];

/** What only a developer's machine needs. */
const foreign = [
  /^lib\/local\//,
  /^tests\//,
  /^scripts\//,
  /^resources\//,
  /node_modules\/(@electric-sql|dynalite|cognito-local|fauxqs|serverless[^/]*|jest[^/]*|@jest|pg|aws-jwt-verify|fast-check)\//,
];
/** Packages whose text survives minification, looked for in the artefact itself. */
const traces = ['PGlite', 'dynalite', 'cognito-local', 'fauxqs', '.local/outputs.json'];

const clean: ArtefactCheck = {
  name: 'no emulator, test or other function is inside',
  problems: ({ artefact, sources }) => {
    const own = artefact.handler.slice(0, artefact.handler.lastIndexOf('.'));
    const { text, path } = bundleOf(artefact);
    return [
      ...sources.files.filter((file) => foreign.some((pattern) => pattern.test(file))),
      ...sources.files.filter((file) => file.startsWith('handlers/') && file !== `${own}.ts`),
      ...traces.filter((trace) => text.includes(trace)),
      ...[...artefact.files.keys()].filter((file) => file !== path && !travelling.test(file)),
    ].map((found) => `${found} is inside`);
  },
};

const known: ArtefactCheck = {
  name: 'the artefact is what its sources bundle to',
  problems: ({ sources }) => (sources.sameBytes ? [] : ['bundling the sources again gives other bytes']),
};

const quiet: ArtefactCheck = {
  name: 'importing it opens no socket',
  problems: ({ runs }) =>
    Object.entries(runs).flatMap(([node, { openedAtImport }]) =>
      openedAtImport.map((opened) => `on Node ${node}: ${opened}`),
    ),
};

/** Faults of a bundle, as against refusals of an AWS that is not there. */
const isLoadingFault = ({ name = '', code = '' }: { name?: string; code?: string }): boolean =>
  ['ReferenceError', 'SyntaxError', 'TypeError'].includes(name) || /MODULE_NOT_FOUND|ERR_REQUIRE/.test(code);

const faultInLog = /Cannot find (?:module|package)[^"\\\n]*|\w+ is not (?:defined|a function|a constructor)/;

function isolationProblems(node: string, { failure, outcomes, log }: IsolatedRun, isHttp: boolean): string[] {
  if (failure !== undefined) return [`on Node ${node} it does not load: ${failure.message ?? ''}`];
  const thrown = outcomes.flatMap((outcome) => (outcome.thrown === undefined ? [] : [outcome.thrown]));
  const unanswered = outcomes.filter(
    ({ answer }) =>
      isHttp && typeof (answer as { statusCode?: unknown } | undefined)?.statusCode !== 'number',
  );
  const logged = faultInLog.exec(log)?.[0];
  return [
    ...thrown.filter(isLoadingFault).map(({ message }) => `on Node ${node} it breaks: ${message ?? ''}`),
    ...(unanswered.length === 0
      ? []
      : [`on Node ${node} it leaves ${unanswered.length} requests without a status`]),
    ...(logged === undefined ? [] : [`on Node ${node} it breaks: ${logged}`]),
  ];
}

const isolated: ArtefactCheck = {
  name: 'it loads and answers in an empty directory',
  problems: ({ artefact, runs }) =>
    Object.entries(runs).flatMap(([node, run]) =>
      isolationProblems(node, run, httpRoutesOf(artefact).length > 0),
    ),
};

export const artefactChecks: readonly ArtefactCheck[] = [isolated, complete, size, clean, known, quiet];
