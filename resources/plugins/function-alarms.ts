import type { Resource, Serverless } from './serverless.ts';

type AlarmTemplates = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

const alarm = (template: Readonly<Record<string, unknown>>, name: string, functionId: string): Resource => ({
  Type: 'AWS::CloudWatch::Alarm',
  Properties: {
    ...template,
    AlarmName: name,
    Dimensions: [{ Name: 'FunctionName', Value: { Ref: functionId } }],
    AlarmActions: [{ Ref: 'AlarmTopic' }],
    OKActions: [{ Ref: 'AlarmTopic' }],
  },
});

/** Gives every function one alarm of each kind in resources/function-alarms.yml (`custom.functionAlarms`). */
export function addFunctionAlarms(serverless: Serverless): void {
  const { service } = serverless;
  const { naming } = serverless.getProvider('aws');
  const templates = service.custom['functionAlarms'] as AlarmTemplates;
  for (const [name, settings] of Object.entries(service.functions)) {
    for (const [kind, template] of Object.entries(templates)) {
      service.resources.Resources[`${naming.getNormalizedFunctionName(name)}${kind}Alarm`] = alarm(
        template,
        `${settings.name}-${kind.toLowerCase()}`,
        naming.getLambdaLogicalId(name),
      );
    }
  }
}
