import { readFileSync } from 'node:fs';
import * as yaml from 'yaml';
import type { Grants } from '../../resources/plugins/function-roles.ts';
import type { ArtefactCheck } from './artefact-checks.ts';
import { bundleOf } from './artefact.ts';

/** A grant is needed by a bundle that holds one of these sources. */
const bySource: Readonly<Record<string, RegExp>> = {
  database: /^lib\/adapters\/aws\/sql\/client\.ts$/,
  dispatch: /^lib\/adapters\/aws\/lambda-dispatcher\.ts$/,
  runAgent: /^lib\/adapters\/aws\/lambda-agent-runner\.ts$/,
  publish: /^lib\/adapters\/aws\/lambda-status-transport\.ts$/,
  push: /node_modules\/@aws-sdk\/client-apigatewaymanagementapi\//,
  exports: /^lib\/adapters\/aws\/s3-export\.ts$/,
  places: /node_modules\/@aws-sdk\/client-geo-places\//,
  language: /node_modules\/@aws-sdk\/client-comprehend\//,
  models: /node_modules\/@ai-sdk\/amazon-bedrock\//,
};
/** Or reads one of these from its environment; a property's name survives minification. */
const byVariable: Readonly<Record<string, RegExp>> = {
  evidence: /\.BUCKET_EVIDENCE\b/,
  backups: /\.BUCKET_BACKUPS\b/,
};
const documentStore = /^lib\/adapters\/documents\/[\w-]+\.ts$/;

/** Tables that a document store's source takes: `Pick<Tables, 'reports'>` or `tables.reports`. */
const tablesIn = (source: string): string[] => [
  ...[...source.matchAll(/Pick<Tables,([^>]*)>/g)].flatMap(([, names = '']) =>
    [...names.matchAll(/'(\w+)'/g)].map(([, name = '']) => name),
  ),
  ...[...source.matchAll(/\btables\.(\w+)/g)].map(([, name = '']) => name),
];

/** The grants that the code inside a bundle can use. */
export function neededGrants(files: readonly string[], text: string, known: readonly string[]): string[] {
  const direct = [
    ...Object.entries(bySource).filter(([, pattern]) => files.some((file) => pattern.test(file))),
    ...Object.entries(byVariable).filter(([, pattern]) => pattern.test(text)),
  ].map(([grant]) => grant);
  const documents = files
    .filter((file) => documentStore.test(file))
    .flatMap((file) => tablesIn(readFileSync(file, 'utf8')))
    .filter((table) => known.includes(table));
  return [...new Set([...direct, ...documents])].sort();
}

/** Operations of AWS SDK clients that a bundle holds, as the SDK declares them: `class extends base(.., .., "GetItem", ..)`. */
export const operationsIn = (text: string): string[] => [
  ...new Set(
    [...text.matchAll(/class(?: [\w$]+)? extends [\w$]+\([\w$]+,[\w$]+,"(\w+)",/g)].map(
      ([, name = '']) => name,
    ),
  ),
];

/** Where the name of a right is not the name of the operation. */
const operationOf: Readonly<Record<string, string>> = {
  's3:ListBucket': 'ListObjectsV2',
  'lambda:InvokeFunction': 'Invoke',
  'execute-api:ManageConnections': 'PostToConnection',
};
const throughTheSdk = /^(?:dynamodb|rds-data|s3|lambda|execute-api|geo-places|comprehend):/;

const actionsOf = (grants: Grants, names: readonly string[]): string[] =>
  names.flatMap((name) => (grants.statements[name] ?? []).flatMap(({ Action }) => Action));

/** Grants that no source stands for: rights for a part of an operation that every bundle holds, or of Lambda itself. */
const byHand = ['transactions', 'scanReports', 'deadLetters', 'failJob'];

/** Compares resources/grants.yml with what each bundle can do. */
export const makeGrantCheck = (grants: Grants): ArtefactCheck => ({
  name: 'its role may do what its code does, and nothing else',
  problems: ({ artefact, sources }) => {
    const given = grants.functions[artefact.key] ?? [];
    const withheld = grants.withheld[artefact.key] ?? [];
    const { text } = bundleOf(artefact);
    const needed = neededGrants(sources.files, text, Object.keys(grants.statements));
    const operations = operationsIn(text);
    return [
      ...needed
        .filter((grant) => !given.includes(grant) && !withheld.includes(grant))
        .map((grant) => `it needs ${grant}`),
      ...given
        .filter((grant) => !needed.includes(grant) && !byHand.includes(grant))
        .map((grant) => `it has ${grant} and no code for it`),
      ...actionsOf(grants, given)
        .filter((action) => throughTheSdk.test(action))
        .filter((action) => !operations.includes(operationOf[action] ?? action.split(':')[1] ?? ''))
        .map((action) => `it may do ${action} and has no code for it`),
    ];
  },
});

/** resources/grants.yml; intrinsics stay as they are written. */
export const readGrantsFile = (): Grants =>
  yaml.parse(readFileSync('resources/grants.yml', 'utf8'), { logLevel: 'silent', merge: true }) as Grants;
