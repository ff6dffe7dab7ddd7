import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { artefactChecks, type Inspection } from './artefact-checks.ts';
import { readArtefacts, sourcesOf, type Artefact } from './artefact.ts';
import { makeGrantCheck, readGrantsFile } from './grant-check.ts';
import { runIsolated, startRefusingAws, type IsolatedRun } from './isolation.ts';
import { readTemplate } from './template.ts';

/** Major versions that artefacts must load under, and where the project keeps them. */
const nodes: Readonly<Record<string, string>> = {
  '24': 'node_modules/node/bin/node',
  '22': 'tests/packaging/node-22/node_modules/node/bin/node',
};

export const installedNodes = (): [version: string, path: string][] =>
  Object.entries(nodes)
    .map(([version, path]): [string, string] => [version, resolve(path)])
    .filter(([, path]) => existsSync(path));

/** Versions whose binary is not there; `npm ci --prefix tests/packaging/node-22` brings Node 22. */
export const missingNodes = (): string[] =>
  Object.keys(nodes).filter((version) => !installedNodes().some(([installed]) => installed === version));

export async function inspect(artefact: Artefact, endpoint: string): Promise<Inspection> {
  const runs: Record<string, IsolatedRun> = {};
  for (const [version, node] of installedNodes()) runs[version] = await runIsolated(artefact, node, endpoint);
  return { artefact, sources: await sourcesOf(artefact), runs };
}

/** `<check>: <function> <problem>` for every problem of an inspected artefact. */
export const problemsOf = (inspection: Inspection): string[] =>
  [...artefactChecks, makeGrantCheck(readGrantsFile())].flatMap(({ name, problems }) =>
    problems(inspection).map((problem) => `${name}: ${inspection.artefact.key}: ${problem}`),
  );

/** Inspects every artefact of a packaged stage, one after the other: what is measured is not disturbed. */
export async function inspectAll(
  directory: string,
  report: (inspection: Inspection) => void,
): Promise<string[]> {
  const { url, server } = await startRefusingAws();
  try {
    const problems: string[] = [];
    for (const artefact of readArtefacts(directory, readTemplate(directory))) {
      const inspection = await inspect(artefact, url);
      report(inspection);
      problems.push(...problemsOf(inspection));
    }
    return problems;
  } finally {
    server.close();
  }
}
