import { readEnv } from '../../lib/env.ts';
import {
  at,
  functionsOf,
  list,
  ofType,
  referencesIn,
  type Template,
  type TemplateCheck,
} from './template.ts';

const mostResources = 500;
const mostBytes = 1_000_000;

const references: TemplateCheck = {
  name: 'every reference names something in the template',
  problems: (template) =>
    [...new Set([...referencesIn(template.Resources), ...referencesIn(template.Outputs)])]
      .filter((id) => !(id in template.Resources))
      .map((id) => `${id} does not exist`),
};

const limits: TemplateCheck = {
  name: 'the template is within the limits of CloudFormation',
  problems: (template) => {
    const resources = Object.keys(template.Resources).length;
    const bytes = JSON.stringify(template).length;
    return [
      ...(resources <= mostResources ? [] : [`${resources} resources; at most ${mostResources} are taken`]),
      ...(bytes <= mostBytes ? [] : [`${bytes} bytes; at most ${mostBytes} are taken`]),
    ];
  },
};

/** Physical names, by the beginning of the variables that carry them. */
const named: Readonly<Record<string, [type: string, property: string]>> = {
  TABLE_: ['AWS::DynamoDB::Table', 'TableName'],
  BUCKET_: ['AWS::S3::Bucket', 'BucketName'],
  FUNCTION_: ['AWS::Lambda::Function', 'FunctionName'],
};

function resolves(template: Template, name: string, value: unknown): boolean {
  const [, target] = Object.entries(named).find(([prefix]) => name.startsWith(prefix)) ?? [];
  if (target === undefined) return referencesIn(value).every((id) => id in template.Resources);
  const [type, property] = target;
  return ofType(template, type).some(
    ([id, properties]) => at(value, 'Ref') === id || properties[property] === value,
  );
}

/** Intrinsics stand for text that CloudFormation will put there. */
const deployed = (variables: Record<string, unknown>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(variables).map(([name, value]) => [
      name,
      typeof value === 'string' ? value : 'https://made.by.cloudformation/when/it/is/deployed',
    ]),
  );

function environmentProblems(template: Template, id: string, variables: Record<string, unknown>): string[] {
  const unresolved = Object.entries(variables)
    .filter(([name, value]) => !resolves(template, name, value))
    .map(([name]) => `${id}: ${name} names nothing in the stack`);
  try {
    readEnv(deployed(variables));
    return unresolved;
  } catch (error) {
    return [...unresolved, `${id}: ${(error as Error).message}`];
  }
}

const environment: TemplateCheck = {
  name: 'every environment name resolves, and none is missing',
  problems: (template) =>
    functionsOf(template).flatMap(([id, properties]) =>
      environmentProblems(
        template,
        id,
        (at(properties, 'Environment', 'Variables') ?? {}) as Record<string, unknown>,
      ),
    ),
};

const outputNames = [
  'apiUrl',
  'websocketUrl',
  'region',
  'userPoolId',
  'userPoolClientId',
  'evidenceBucket',
  'backupBucket',
];
const outputs: TemplateCheck = {
  name: 'the stack puts out what a client needs',
  problems: ({ Outputs }) =>
    outputNames.filter((name) => !(name in Outputs)).map((name) => `there is no output ${name}`),
};

const notified: TemplateCheck = {
  name: 'every alarm tells somebody',
  problems: (template) =>
    ofType(template, 'AWS::CloudWatch::Alarm')
      .filter(([, { AlarmActions }]) => at(AlarmActions, 0, 'Ref') !== 'AlarmTopic')
      .map(([id]) => `${id} tells nobody`),
};

/** Metrics of the stack as a whole that somebody must be woken up for. */
const stackMetrics = [
  'AWS/ApiGateway 5xx',
  'AWS/ApiGateway 4xx',
  'AWS/ApiGateway Latency',
  'AWS/RDS DatabaseConnections',
  'AWS/RDS ACUUtilization',
  'AWS/SQS ApproximateNumberOfMessagesVisible',
  'DomainFlow JobsOverdue',
];
const metricsOf = (alarm: Record<string, unknown>): string[] =>
  [alarm, ...list(alarm['Metrics']).map((metric) => at(metric, 'MetricStat', 'Metric'))].map(
    (metric) => `${String(at(metric, 'Namespace'))} ${String(at(metric, 'MetricName'))}`,
  );

const watchedStack: TemplateCheck = {
  name: 'the API, the database, the dead letters and stuck jobs are watched',
  problems: (template) => {
    const watched = ofType(template, 'AWS::CloudWatch::Alarm').flatMap(([, alarm]) => metricsOf(alarm));
    return stackMetrics
      .filter((metric) => !watched.includes(metric))
      .map((metric) => `nothing watches ${metric}`);
  },
};

const tenancy: TemplateCheck = {
  name: 'clients cannot write their tenant, and access tokens carry it',
  problems: (template) => [
    ...ofType(template, 'AWS::Cognito::UserPoolClient')
      .filter(
        ([, { WriteAttributes }]) =>
          WriteAttributes === undefined || list(WriteAttributes).includes('custom:tenant_id'),
      )
      .map(([id]) => `${id} lets users choose their tenant`),
    ...ofType(template, 'AWS::Cognito::UserPool')
      .filter(
        ([, { LambdaConfig }]) => at(LambdaConfig, 'PreTokenGenerationConfig', 'LambdaVersion') !== 'V2_0',
      )
      .map(([id]) => `${id} adds no tenant to access tokens`),
  ],
};

export const stackChecks: readonly TemplateCheck[] = [
  references,
  limits,
  environment,
  outputs,
  notified,
  watchedStack,
  tenancy,
];
