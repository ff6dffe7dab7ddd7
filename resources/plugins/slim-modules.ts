import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { Plugin } from 'esbuild';
import ts from 'typescript';

interface Edit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

const parse = (text: string, path: string): ts.SourceFile =>
  ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);

const apply = (text: string, edits: readonly Edit[]): string =>
  [...edits]
    .sort((one, other) => other.start - one.start)
    .reduce((result, edit) => result.slice(0, edit.start) + edit.text + result.slice(edit.end), text);

const isPlain = (value: ts.Expression): boolean =>
  ts.isLiteralExpression(value) || ts.isFunctionLike(value) || ts.isIdentifier(value);

/**
 * The text of a module in which esbuild may leave out every constant that nothing uses. It cannot know by itself that
 * making a schema has no effect but the schema: `z.string().min(1)` is a call like any other.
 */
export function withPureConstants(text: string, path: string): string {
  const values = parse(text, path)
    .statements.filter(ts.isVariableStatement)
    .flatMap(({ declarationList }) => declarationList.declarations)
    .flatMap(({ name, initializer }) => (ts.isIdentifier(name) && initializer ? [initializer] : []))
    .filter((value) => !isPlain(value));
  const edits = values.map((value) => ({
    start: value.getStart(),
    end: value.getEnd(),
    text: `/* @__PURE__ */ (() => (${value.getText()}))()`,
  }));
  return apply(text, edits);
}

/** Of a route's declaration: schemas that the OpenAPI document and the tests read and no request does. */
const answerSchemas = ['output', 'redirect'];

const isAnswerSchema = (property: ts.ObjectLiteralElementLike): boolean =>
  property.name !== undefined && answerSchemas.includes(property.name.getText());

/** The text of a handler's module without the schemas of its answers. */
export function withoutAnswerSchemas(text: string, path: string): string {
  const edits: Edit[] = [];
  const visit = (node: ts.Node): void => {
    const declaration =
      ts.isCallExpression(node) && node.expression.getText() === 'route' ? node.arguments[0] : undefined;
    if (declaration === undefined || !ts.isObjectLiteralExpression(declaration))
      return ts.forEachChild(node, visit);
    for (const property of declaration.properties.filter(isAnswerSchema)) {
      const end = property.getEnd() + (text[property.getEnd()] === ',' ? 1 : 0);
      edits.push({ start: property.getStart(), end, text: '' });
    }
  };
  visit(parse(text, path));
  return apply(text, edits);
}

/** Modules of one long string each: packed data. */
const packedData = 'lib/intelligence/data/generated/';

/**
 * The text of a module that takes its string from the file of that path in the artefact, where `package.patterns` puts
 * it: megabytes of text inside the bundle would be read and scanned at every cold start, whether a request needs them or
 * not.
 */
export const readingFile = (path: string): string => `
  import { readFileSync } from 'node:fs';
  import { join } from 'node:path';
  const text = readFileSync(join(__dirname, '..', '${path}'), 'latin1');
  export default text.slice(text.indexOf("'") + 1, text.lastIndexOf("'"));`;

const root = join(import.meta.dirname, '..', '..');
const isIn = (folder: string, path: string): boolean => path.startsWith(join(root, folder, sep));
const toArtefactPath = (path: string): string => relative(root, path).replaceAll(sep, '/');

/** Own modules do nothing at import but make constants (the rule is in CONTRIBUTING.md), so unused ones can go. */
const slimModules: Plugin = {
  name: 'slim-modules',
  setup: (build) => {
    build.onLoad({ filter: /\.ts$/ }, ({ path }) => {
      const isHandler = isIn('handlers', path);
      if (!isHandler && !isIn('lib', path)) return undefined;
      if (isIn(packedData, path)) return { contents: readingFile(toArtefactPath(path)), loader: 'ts' };
      const text = readFileSync(path, 'utf8');
      const contents = withPureConstants(isHandler ? withoutAnswerSchemas(text, path) : text, path);
      return { contents, loader: 'ts' };
    });
  },
};

export default [slimModules];
