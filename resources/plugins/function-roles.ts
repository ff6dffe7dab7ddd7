import * as z from 'zod';
import type { Resource, Serverless } from './serverless.ts';

const statement = z.strictObject({ Action: z.array(z.string()), Resource: z.unknown() });

/** `custom.grants`, written in resources/grants.yml. */
const grantsSchema = z.strictObject({
  statements: z.record(z.string(), z.array(statement)),
  functions: z.record(z.string(), z.array(z.string())),
  withheld: z.record(z.string(), z.array(z.string())),
});
export type Grants = z.infer<typeof grantsSchema>;
type Statement = { Effect: 'Allow' } & z.infer<typeof statement>;

/** Throws naming the function without an entry, the entry without a function, or the grant nobody defined. */
export function readGrants(custom: unknown, functionNames: readonly string[]): Grants {
  const grants = grantsSchema.parse(custom);
  const listed = Object.keys(grants.functions);
  const problems = [
    ...functionNames
      .filter((name) => !listed.includes(name))
      .map((name) => `the function ${name} is not listed`),
    ...listed.filter((name) => !functionNames.includes(name)).map((name) => `there is no function ${name}`),
    ...Object.entries(grants.functions).flatMap(([name, given]) =>
      given
        .filter((grant) => !(grant in grants.statements))
        .map((grant) => `${name}: there is no grant ${grant}`),
    ),
  ];
  if (problems.length > 0) throw new Error(`resources/grants.yml: ${problems.join('; ')}`);
  return grants;
}

/** X-Ray has no resource to name; the logs are the function's own. */
const ownTelemetry = (logGroup: string): Statement[] => [
  {
    Effect: 'Allow',
    Action: ['logs:CreateLogStream', 'logs:PutLogEvents'],
    Resource: [{ 'Fn::GetAtt': [logGroup, 'Arn'] }],
  },
  { Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: '*' },
];

const role = (statements: readonly Statement[]): Resource => ({
  Type: 'AWS::IAM::Role',
  Properties: {
    AssumeRolePolicyDocument: {
      Version: '2012-10-17',
      Statement: [
        { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'lambda.amazonaws.com' } },
      ],
    },
    Policies: [{ PolicyName: 'grants', PolicyDocument: { Version: '2012-10-17', Statement: statements } }],
  },
});

/** Gives every function a role of its own with what resources/grants.yml lists for it, and nothing else. */
export function addFunctionRoles(serverless: Serverless): void {
  const { service } = serverless;
  const { naming } = serverless.getProvider('aws');
  const grants = readGrants(service.custom['grants'], Object.keys(service.functions));
  for (const [name, settings] of Object.entries(service.functions)) {
    const logicalId = `${naming.getNormalizedFunctionName(name)}Role`;
    const granted = (grants.functions[name] ?? []).flatMap((grant) => grants.statements[grant] ?? []);
    service.resources.Resources[logicalId] = role([
      ...ownTelemetry(naming.getLogGroupLogicalId(name)),
      ...granted.map((allowed): Statement => ({ Effect: 'Allow', ...allowed })),
    ]);
    settings.role = logicalId;
  }
}
