import { at, type CloudFormationResource, type Template } from '../../../scripts/package/template.ts';

type Mutation = (template: Template) => void;

const all = (template: Template, type: string): CloudFormationResource[] =>
  Object.values(template.Resources).filter((resource) => resource.Type === type);

/** Changes the first resource of a type that the predicate accepts; a fault that hits nothing is an error. */
const change =
  (
    type: string,
    edit: (properties: Record<string, unknown>, resource: CloudFormationResource) => void,
    accept: (properties: Record<string, unknown>) => boolean = () => true,
  ): Mutation =>
  (template) => {
    const resource = all(template, type).find(({ Properties }) => accept(Properties));
    if (resource === undefined) throw new Error(`There is no ${type} to break.`);
    edit(resource.Properties, resource);
  };

const drop =
  (type: string, accept: (properties: Record<string, unknown>) => boolean = () => true): Mutation =>
  (template) => {
    const [id] =
      Object.entries(template.Resources).find(
        ([, resource]) => resource.Type === type && accept(resource.Properties),
      ) ?? [];
    if (id === undefined) throw new Error(`There is no ${type} to drop.`);
    Reflect.deleteProperty(template.Resources, id);
  };

const table = 'AWS::DynamoDB::Table';
const bucket = 'AWS::S3::Bucket';
const cluster = 'AWS::RDS::DBCluster';
const lambda = 'AWS::Lambda::Function';
const route = 'AWS::ApiGatewayV2::Route';
const role = 'AWS::IAM::Role';

const isProtected = ({ AuthorizationType }: Record<string, unknown>): boolean => AuthorizationType === 'JWT';
const isBehindRoute = (properties: Record<string, unknown>): boolean =>
  String(properties['FunctionName']).endsWith('-agents');

const firstStatement = (properties: Record<string, unknown>): Record<string, unknown> =>
  at(properties, 'Policies', 0, 'PolicyDocument', 'Statement', 0) as Record<string, unknown>;

const variables = (properties: Record<string, unknown>): Record<string, unknown> =>
  at(properties, 'Environment', 'Variables') as Record<string, unknown>;

/** Ways to break a template, under the name of the check that must notice. */
export const faults: readonly [check: string, fault: string, mutation: Mutation][] = [
  [
    'every HTTP route but the public ones has the one authorizer',
    'one route has another authorizer',
    change(route, (properties) => (properties['AuthorizerId'] = { Ref: 'SomeOtherAuthorizer' }), isProtected),
  ],
  [
    'every HTTP route but the public ones has the one authorizer',
    'one route is open',
    change(route, (properties) => (properties['AuthorizationType'] = 'NONE'), isProtected),
  ],
  [
    'every HTTP route but the public ones has the one authorizer',
    'there is a second authorizer',
    (template) => {
      const first = all(template, 'AWS::ApiGatewayV2::Authorizer').find(
        ({ Properties }) => Properties['AuthorizerType'] === 'JWT',
      );
      template.Resources['SecondAuthorizer'] = structuredClone(first!);
    },
  ],
  [
    'the authorizer takes tokens of the user pool and its client only',
    'tokens of another client are taken',
    change(
      'AWS::ApiGatewayV2::Authorizer',
      (properties) =>
        (properties['JwtConfiguration'] = { Issuer: 'https://elsewhere', Audience: ['anyone'] }),
      ({ AuthorizerType }) => AuthorizerType === 'JWT',
    ),
  ],
  [
    'nobody opens a WebSocket without a ticket',
    '$connect is open',
    change(
      route,
      (properties) => (properties['AuthorizationType'] = 'NONE'),
      ({ RouteKey }) => RouteKey === '$connect',
    ),
  ],
  [
    'functions behind a route have at most 29 s',
    'one may take a minute',
    change(lambda, (properties) => (properties['Timeout'] = 60), isBehindRoute),
  ],
  [
    'browsers may send the headers that the contract names',
    'idempotency keys are not allowed across origins',
    change(
      'AWS::ApiGatewayV2::Api',
      (properties) => (properties['CorsConfiguration'] = { AllowHeaders: ['authorization', 'content-type'] }),
      ({ ProtocolType }) => ProtocolType === 'HTTP',
    ),
  ],
  [
    'asynchronous functions have explicit retries, event age and an on-failure destination',
    'an on-failure destination is dropped',
    change('AWS::Lambda::EventInvokeConfig', (properties) => (properties['DestinationConfig'] = {})),
  ],
  [
    'asynchronous functions have explicit retries, event age and an on-failure destination',
    'retries are left to the default',
    change('AWS::Lambda::EventInvokeConfig', (properties) => delete properties['MaximumRetryAttempts']),
  ],
  [
    'asynchronous functions have explicit retries, event age and an on-failure destination',
    'nothing is configured',
    drop('AWS::Lambda::EventInvokeConfig'),
  ],
  [
    'no function is in the VPC: the Data API is reached from outside',
    'one function is put into the VPC',
    change(
      lambda,
      (properties) =>
        (properties['VpcConfig'] = { SubnetIds: [{ Ref: 'PrivateSubnetA' }], SecurityGroupIds: [] }),
    ),
  ],
  [
    'every function runs on the pinned Node with tracing on',
    'tracing is off',
    change(lambda, (properties) => delete properties['TracingConfig']),
  ],
  [
    'every function has a log group of its own',
    'a log group is missing',
    drop('AWS::Logs::LogGroup', ({ LogGroupName }) => String(LogGroupName).startsWith('/aws/lambda/')),
  ],
  [
    'every function has alarms on errors and throttles',
    'an alarm is missing',
    drop('AWS::CloudWatch::Alarm', ({ MetricName }) => MetricName === 'Throttles'),
  ],
  [
    'every function has a role of its own',
    'two functions share a role',
    (template) => {
      const [one, other] = all(template, lambda);
      one!.Properties['Role'] = other!.Properties['Role'];
    },
  ],
  [
    'no role has a wildcard action, or an action on everything of a kind',
    'an action is a wildcard',
    change(role, (properties) => (firstStatement(properties)['Action'] = ['dynamodb:*'])),
  ],
  [
    'no role has a wildcard action, or an action on everything of a kind',
    'a role may read every table',
    change(role, (properties) =>
      Object.assign(firstStatement(properties), {
        Action: ['dynamodb:GetItem'],
        Resource: { 'Fn::Sub': 'arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/*' },
      }),
    ),
  ],
  [
    'no role takes its rights from a managed policy',
    'a role has a managed policy',
    change(
      role,
      (properties) => (properties['ManagedPolicyArns'] = ['arn:aws:iam::aws:policy/PowerUserAccess']),
    ),
  ],
  [
    'asynchronous functions may write to their on-failure destination',
    'nobody may write to the queue',
    (template) => {
      for (const { Properties } of all(template, role)) {
        const statements = at(Properties, 'Policies', 0, 'PolicyDocument', 'Statement') as {
          Action: string[];
        }[];
        for (const statement of statements) {
          if (statement.Action.includes('sqs:SendMessage')) statement.Action = ['sqs:GetQueueUrl'];
        }
      }
    },
  ],
  [
    'every table is on demand, encrypted and can be restored to a point in time',
    'a table is not encrypted',
    change(table, (properties) => delete properties['SSESpecification']),
  ],
  [
    'every table is on demand, encrypted and can be restored to a point in time',
    'a table cannot be restored',
    change(table, (properties) => delete properties['PointInTimeRecoverySpecification']),
  ],
  [
    'every bucket is encrypted and closed to the public, and says how long it keeps what',
    'a bucket is public',
    change(bucket, (properties) => delete properties['PublicAccessBlockConfiguration']),
  ],
  ['buckets and queues refuse unencrypted transport', 'a policy is missing', drop('AWS::S3::BucketPolicy')],
  [
    'the backup bucket keeps versions and the evidence bucket takes uploads from browsers',
    'backups keep no versions',
    (template) => delete template.Resources['BackupBucket']!.Properties['VersioningConfiguration'],
  ],
  [
    'every queue is encrypted and keeps messages for 14 days',
    'the queue is not encrypted',
    change('AWS::SQS::Queue', (properties) => (properties['SqsManagedSseEnabled'] = false)),
  ],
  [
    "every log group has a retention and is encrypted with CloudWatch's own key",
    'one keeps everything',
    change('AWS::Logs::LogGroup', (properties) => delete properties['RetentionInDays']),
  ],
  [
    "every log group has a retention and is encrypted with CloudWatch's own key",
    'one has a key of its own',
    change('AWS::Logs::LogGroup', (properties) => (properties['KmsKeyId'] = 'arn:aws:kms:::key/gone')),
  ],
  [
    'exports are forgotten after a day',
    'the rule is missing',
    (template) => delete template.Resources['EvidenceBucket']!.Properties['LifecycleConfiguration'],
  ],
  [
    'the database is encrypted, private, reached through the Data API and scales by itself',
    'the Data API is off',
    change(cluster, (properties) => (properties['EnableHttpEndpoint'] = false)),
  ],
  [
    'the network of the database has no way in or out',
    'a NAT gateway appears',
    (template) => (template.Resources['Nat'] = { Type: 'AWS::EC2::NatGateway', Properties: {} }),
  ],
  [
    'removing the stage deletes or keeps what the stage says, and never by default',
    'a table says nothing',
    change(table, (_, resource) => delete resource.DeletionPolicy),
  ],
  [
    'removing the stage deletes or keeps what the stage says, and never by default',
    'a table goes with its content when an update replaces it',
    change(table, (_, resource) => delete resource.UpdateReplacePolicy),
  ],
  [
    'removing the stage deletes or keeps what the stage says, and never by default',
    'a queue stays behind',
    change('AWS::SQS::Queue', (_, resource) => (resource.DeletionPolicy = 'Retain')),
  ],
  ['every reference names something in the template', 'a resource is removed', drop('AWS::SNS::Topic')],
  [
    'the template is within the limits of CloudFormation',
    'it has 501 resources',
    (template) => {
      for (let index = 0; Object.keys(template.Resources).length <= 500; index++) {
        template.Resources[`Group${index}`] = {
          Type: 'AWS::Logs::LogGroup',
          Properties: { RetentionInDays: 1 },
        };
      }
    },
  ],
  [
    'every environment name resolves, and none is missing',
    'a function names a table that is not there',
    change(lambda, (properties) => (variables(properties)['TABLE_REPORTS'] = 'somebody-elses-reports')),
  ],
  [
    'every environment name resolves, and none is missing',
    'a name is missing',
    change(lambda, (properties) => delete variables(properties)['DATABASE_NAME']),
  ],
  [
    'the stack puts out what a client needs',
    'an output is missing',
    (template) => delete template.Outputs['apiUrl'],
  ],
  [
    'every alarm tells somebody',
    'an alarm has no action',
    change('AWS::CloudWatch::Alarm', (properties) => delete properties['AlarmActions']),
  ],
  [
    'the API, the database, the dead letters and stuck jobs are watched',
    'nobody watches stuck jobs',
    drop('AWS::CloudWatch::Alarm', ({ MetricName }) => MetricName === 'JobsOverdue'),
  ],
  [
    'clients cannot write their tenant, and access tokens carry it',
    'users may choose their tenant',
    change(
      'AWS::Cognito::UserPoolClient',
      (properties) => (properties['WriteAttributes'] = ['email', 'custom:tenant_id']),
    ),
  ],
  [
    'clients cannot write their tenant, and access tokens carry it',
    'access tokens carry no tenant',
    change('AWS::Cognito::UserPool', (properties) => delete properties['LambdaConfig']),
  ],
];

/** Faults that only production would have. */
export const productionFaults: readonly [check: string, fault: string, mutation: Mutation][] = [
  [
    'production is protected from deletion and keeps two weeks of backups',
    'the database can be deleted',
    change(cluster, (properties) => (properties['DeletionProtection'] = false)),
  ],
  [
    'production is protected from deletion and keeps two weeks of backups',
    'backups are kept for a day',
    change(cluster, (properties) => (properties['BackupRetentionPeriod'] = 1)),
  ],
  [
    'removing the stage deletes or keeps what the stage says, and never by default',
    'a bucket goes with the stage',
    change(
      bucket,
      (_, resource) => (resource.DeletionPolicy = 'Delete'),
      ({ BucketName }) => BucketName !== undefined,
    ),
  ],
];
