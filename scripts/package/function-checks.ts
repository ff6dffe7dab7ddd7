import {
  at,
  functionsOf,
  ofType,
  referencesIn,
  referredTo,
  type Template,
  type TemplateCheck,
} from './template.ts';

const logicalIdOf = (template: Template, functionName: unknown): string | undefined =>
  functionsOf(template).find(([, properties]) => properties['FunctionName'] === functionName)?.[0];

const environmentOf = (properties: Record<string, unknown>): Record<string, unknown> =>
  (at(properties, 'Environment', 'Variables') ?? {}) as Record<string, unknown>;

/** Functions that others call by name and wait for. Every other call by name is handed to Lambda's own queue. */
const awaited = ['FUNCTION_STATUS_PUBLISHER', 'FUNCTION_AGENT_RUNNER'];

/** Targets of schedules and on-failure destinations, and functions that others start by name without waiting. */
export function asynchronousFunctions(template: Template): string[] {
  const scheduled = ofType(template, 'AWS::Events::Rule').flatMap(([, { Targets }]) => referencesIn(Targets));
  const destined = ofType(template, 'AWS::Lambda::EventInvokeConfig').flatMap(([, { DestinationConfig }]) =>
    referencesIn(DestinationConfig),
  );
  const started = functionsOf(template)
    .flatMap(([, properties]) => Object.entries(environmentOf(properties)))
    .filter(([name]) => name.startsWith('FUNCTION_') && !awaited.includes(name))
    .flatMap(([, value]) => logicalIdOf(template, value) ?? []);
  const ids = functionsOf(template).map(([id]) => id);
  return [...new Set([...scheduled, ...destined, ...started])].filter((id) => ids.includes(id));
}

/** What takes the failures of a function: a queue, or a function whose own failures are taken. */
export const failureTarget = (template: Template, functionId: string): string | undefined => {
  const [, config] =
    ofType(template, 'AWS::Lambda::EventInvokeConfig').find(
      ([, { FunctionName }]) => at(FunctionName, 'Ref') === functionId,
    ) ?? [];
  const destination = at(config, 'DestinationConfig', 'OnFailure', 'Destination');
  return (
    referredTo(template, destination, 'AWS::SQS::Queue') ??
    referredTo(template, destination, 'AWS::Lambda::Function')
  );
};

function deliveryProblems(template: Template, functionId: string): string[] {
  const config = ofType(template, 'AWS::Lambda::EventInvokeConfig').find(
    ([, { FunctionName }]) => at(FunctionName, 'Ref') === functionId,
  )?.[1];
  if (config === undefined) return [`${functionId} leaves retries and lost events to the defaults`];
  return [
    ...(config['MaximumRetryAttempts'] === undefined
      ? [`${functionId} does not say how often it is retried`]
      : []),
    ...(config['MaximumEventAgeInSeconds'] === undefined
      ? [`${functionId} does not say how old an event may get`]
      : []),
    ...(failureTarget(template, functionId) === undefined
      ? [`${functionId} has no on-failure destination`]
      : []),
  ];
}

const deliveries: TemplateCheck = {
  name: 'asynchronous functions have explicit retries, event age and an on-failure destination',
  problems: (template) => {
    const ids = asynchronousFunctions(template);
    if (ids.length === 0) return ['there is no asynchronous function'];
    return ids.flatMap((id) => deliveryProblems(template, id));
  },
};

const outsideTheVpc: TemplateCheck = {
  name: 'no function is in the VPC: the Data API is reached from outside',
  problems: (template) =>
    functionsOf(template)
      .filter(([, { VpcConfig }]) => VpcConfig !== undefined)
      .map(([id]) => `${id} is in the VPC`),
};

const runtime: TemplateCheck = {
  name: 'every function runs on the pinned Node with tracing on',
  problems: (template) =>
    functionsOf(template).flatMap(([id, { Runtime, TracingConfig }]) => [
      ...(Runtime === 'nodejs24.x' ? [] : [`${id} runs on ${String(Runtime)}`]),
      ...(at(TracingConfig, 'Mode') === 'Active' ? [] : [`${id} is not traced`]),
    ]),
};

const logGroups: TemplateCheck = {
  name: 'every function has a log group of its own',
  problems: (template) => {
    const groups = ofType(template, 'AWS::Logs::LogGroup').map(([, { LogGroupName }]) => LogGroupName);
    return functionsOf(template)
      .filter(([, { FunctionName }]) => !groups.includes(`/aws/lambda/${String(FunctionName)}`))
      .map(([id]) => `${id} would log into a group without retention`);
  },
};

/** Rate and lifetime of what each function alarm watches, by the function it names. */
const watched = (template: Template, functionId: string): string[] =>
  ofType(template, 'AWS::CloudWatch::Alarm')
    .filter(([, { Dimensions }]) => referencesIn(Dimensions).includes(functionId))
    .map(([, { MetricName }]) => String(MetricName));

const alarmed: TemplateCheck = {
  name: 'every function has alarms on errors and throttles',
  problems: (template) =>
    functionsOf(template).flatMap(([id]) =>
      ['Errors', 'Throttles']
        .filter((metric) => !watched(template, id).includes(metric))
        .map((m) => `${id}: no alarm on ${m}`),
    ),
};

export const functionChecks: readonly TemplateCheck[] = [
  deliveries,
  outsideTheVpc,
  runtime,
  logGroups,
  alarmed,
];
