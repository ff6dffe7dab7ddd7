import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export interface CloudFormationResource {
  Type: string;
  Properties: Record<string, unknown>;
  DeletionPolicy?: string;
  UpdateReplacePolicy?: string;
  DependsOn?: string | string[];
}
export interface Template {
  Resources: Record<string, CloudFormationResource>;
  Outputs: Record<string, { Value: unknown }>;
}
/** One assertion on the packaged template. Answers a sentence a problem; none means that it holds. */
export interface TemplateCheck {
  readonly name: string;
  readonly problems: (template: Template, stage: string) => string[];
}

/** Throws when the stage has not been packaged into `directory`. */
export const readTemplate = (directory: string): Template =>
  JSON.parse(readFileSync(join(directory, 'cloudformation-template-update-stack.json'), 'utf8')) as Template;

/** Logical id and properties of every resource of one type. */
export const ofType = (template: Template, type: string): [string, Record<string, unknown>][] =>
  Object.entries(template.Resources)
    .filter(([, resource]) => resource.Type === type)
    .map(([id, { Properties }]) => [id, Properties]);

export const functionsOf = (template: Template) => ofType(template, 'AWS::Lambda::Function');

/** The value under a path of keys, or undefined where the path ends early. */
export const at = (value: unknown, ...path: (string | number)[]): unknown =>
  path.reduce<unknown>(
    (inner, key) => (typeof inner === 'object' && inner !== null ? Reflect.get(inner, key) : undefined),
    value,
  );

export const list = (value: unknown): unknown[] =>
  Array.isArray(value) ? (value as unknown[]) : value === undefined ? [] : [value];

const subNames = (text: string): string[] =>
  [...text.matchAll(/\$\{([^!}][^}]*)\}/g)].map(([, name = '']) => name);

const subReferences = (value: unknown): string[] => {
  const [text, own = {}] = Array.isArray(value) ? (value as [string, object?]) : [value as string];
  return subNames(text).filter((name) => !(name in own));
};

/** Names that one intrinsic refers to: `Ref`, `Fn::GetAtt` and the variables of `Fn::Sub`, attributes cut off. */
function directReferences(key: string, value: unknown): string[] {
  if (key === 'Ref') return [String(value)];
  if (key === 'Fn::GetAtt') return [String(Array.isArray(value) ? value[0] : value).split('.')[0] ?? ''];
  if (key === 'Fn::Sub') return subReferences(value).map((name) => name.split('.')[0] ?? '');
  return [];
}

/** Every name that a value refers to, at any depth; pseudo parameters (`AWS::Region`) left out. */
export function referencesIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value)
    .flatMap(([key, inner]) => [...directReferences(key, inner), ...referencesIn(inner)])
    .filter((name) => !name.startsWith('AWS::'));
}

/** The one resource of the given type that a value refers to. */
export const referredTo = (template: Template, value: unknown, type: string): string | undefined =>
  referencesIn(value).find((id) => template.Resources[id]?.Type === type);
