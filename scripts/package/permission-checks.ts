import { asynchronousFunctions, failureTarget } from './function-checks.ts';
import {
  at,
  functionsOf,
  list,
  ofType,
  referencesIn,
  type Template,
  type TemplateCheck,
} from './template.ts';

interface Statement {
  readonly Action: string | string[];
  readonly Resource: unknown;
}

const roleOf = (properties: Record<string, unknown>): string | undefined =>
  referencesIn(properties['Role'])[0];

const statementsOf = (template: Template, role: string): Statement[] =>
  list(at(template.Resources, role, 'Properties', 'Policies')).flatMap((policy) =>
    list(at(policy, 'PolicyDocument', 'Statement')),
  ) as Statement[];

const ownRole: TemplateCheck = {
  name: 'every function has a role of its own',
  problems: (template) => {
    const roles = functionsOf(template).map(([id, properties]) => [id, roleOf(properties)] as const);
    return roles
      .filter(
        ([id, role]) => role === undefined || roles.some(([other, same]) => other !== id && same === role),
      )
      .map(([id, role]) => `${id} shares the role ${role ?? '(none)'}`);
  },
};

/** Writing traces and reading texts with Comprehend have no resource to name; everything else has one. */
const resourceless = [
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'comprehend:DetectDominantLanguage',
  'comprehend:DetectEntities',
  'comprehend:DetectKeyPhrases',
  'comprehend:DetectPiiEntities',
  'comprehend:DetectSentiment',
];

/** Text of a resource as far as the template writes it literally: an intrinsic other than Fn::Sub names one resource. */
function literal(resource: unknown): string {
  const text = typeof resource === 'string' ? resource : list(at(resource, 'Fn::Sub'))[0];
  return typeof text === 'string' ? text : 'one resource';
}

/** `*`, `arn:…:*`, `arn:…:table/*`: everything of a kind. `${Table.Arn}/index/*` is one table's. */
const isEverything = (resource: unknown): boolean =>
  /^\*$|^arn:[^/]*:\*$|^arn:[^/]*[:/][a-z-]*\/?\*$/.test(literal(resource));

function statementProblems(role: string, { Action, Resource }: Statement): string[] {
  const actions = list(Action).map(String);
  const wild = actions.filter((action) => action.includes('*')).map((action) => `${role} may do ${action}`);
  const named = actions.filter((action) => !resourceless.includes(action));
  const everything = list(Resource).filter(isEverything).map(literal);
  return [
    ...wild,
    ...(named.length === 0
      ? []
      : everything.map((resource) => `${role} may do ${named.join(', ')} on ${resource}`)),
  ];
}

const leastPrivilege: TemplateCheck = {
  name: 'no role has a wildcard action, or an action on everything of a kind',
  problems: (template) =>
    ofType(template, 'AWS::IAM::Role').flatMap(([role]) =>
      statementsOf(template, role).flatMap((statement) => statementProblems(role, statement)),
    ),
};

const noManagedPolicies: TemplateCheck = {
  name: 'no role takes its rights from a managed policy',
  problems: (template) =>
    ofType(template, 'AWS::IAM::Role')
      .filter(([, { ManagedPolicyArns }]) => list(ManagedPolicyArns).length > 0)
      .map(([id]) => `${id} has managed policies`),
};

/** The right to hand a failure over, by the kind of what takes it. */
const handingOver: Readonly<Record<string, string>> = {
  'AWS::SQS::Queue': 'sqs:SendMessage',
  'AWS::Lambda::Function': 'lambda:InvokeFunction',
};

const mayHandOver = (template: Template, role: string, target: string): boolean =>
  statementsOf(template, role).some(({ Action }) =>
    list(Action).includes(handingOver[template.Resources[target]?.Type ?? '']),
  );

const deliversFailures: TemplateCheck = {
  name: 'asynchronous functions may write to their on-failure destination',
  problems: (template) =>
    functionsOf(template)
      .filter(([id]) => asynchronousFunctions(template).includes(id))
      .map(([id, properties]) => [id, roleOf(properties) ?? '', failureTarget(template, id)] as const)
      .filter(([, role, target]) => target !== undefined && !mayHandOver(template, role, target))
      .map(([id, , target]) => `${id} may not hand its failures over to ${String(target)}`),
};

export const permissionChecks: readonly TemplateCheck[] = [
  ownRole,
  leastPrivilege,
  noManagedPolicies,
  deliversFailures,
];
