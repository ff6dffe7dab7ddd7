import { at, list, ofType, referencesIn, type Template, type TemplateCheck } from './template.ts';

type Properties = Record<string, unknown>;
/** What must hold of every resource of a type: the sentence that is said when it does not. */
type Demands = Readonly<Record<string, (properties: Properties, id: string) => boolean>>;

const demand = (name: string, type: string, demands: Demands): TemplateCheck => ({
  name,
  problems: (template) => {
    const found = ofType(template, type);
    if (found.length === 0) return [`there is no ${type}`];
    return found.flatMap(([id, properties]) =>
      Object.entries(demands)
        .filter(([, holds]) => !holds(properties, id))
        .map(([sentence]) => `${id} ${sentence}`),
    );
  },
});

const deploymentBucket = 'ServerlessDeploymentBucket';
const isOn = (properties: Properties, ...path: string[]): boolean => at(properties, ...path) === true;

const tables = demand(
  'every table is on demand, encrypted and can be restored to a point in time',
  'AWS::DynamoDB::Table',
  {
    'is not on demand': ({ BillingMode }) => BillingMode === 'PAY_PER_REQUEST',
    'is not encrypted': (properties) => isOn(properties, 'SSESpecification', 'SSEEnabled'),
    'cannot be restored to a point in time': (properties) =>
      isOn(properties, 'PointInTimeRecoverySpecification', 'PointInTimeRecoveryEnabled'),
  },
);

const publicAccess = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'];
const buckets = demand(
  'every bucket is encrypted and closed to the public, and says how long it keeps what',
  'AWS::S3::Bucket',
  {
    'is not encrypted': (properties) =>
      at(
        properties,
        'BucketEncryption',
        'ServerSideEncryptionConfiguration',
        0,
        'ServerSideEncryptionByDefault',
        'SSEAlgorithm',
      ) !== undefined,
    'is not closed to the public': (properties) =>
      publicAccess.every((name) => isOn(properties, 'PublicAccessBlockConfiguration', name)),
    // The framework keeps the last ten deployments in its own bucket and removes older ones.
    'does not say how long it keeps what': (properties, id) =>
      id === deploymentBucket || list(at(properties, 'LifecycleConfiguration', 'Rules')).length > 0,
  },
);

const denied = (statement: unknown, condition: string): boolean =>
  at(statement, 'Effect') === 'Deny' && JSON.stringify(at(statement, 'Condition') ?? {}).includes(condition);

const refusesPlainText = (template: Template, policyType: string, id: string): boolean =>
  ofType(template, policyType).some(
    ([, properties]) =>
      referencesIn([properties['Bucket'], properties['Queues']]).includes(id) &&
      list(at(properties, 'PolicyDocument', 'Statement')).some((each) => denied(each, 'aws:SecureTransport')),
  );

const transport: TemplateCheck = {
  name: 'buckets and queues refuse unencrypted transport',
  problems: (template) => [
    ...ofType(template, 'AWS::S3::Bucket')
      .filter(([id]) => !refusesPlainText(template, 'AWS::S3::BucketPolicy', id))
      .map(([id]) => `${id} answers over plain HTTP`),
    ...ofType(template, 'AWS::SQS::Queue')
      .filter(([id]) => !refusesPlainText(template, 'AWS::SQS::QueuePolicy', id))
      .map(([id]) => `${id} answers over plain HTTP`),
  ],
};

/** Of the prefix that the adapter writes exports to. */
const forgottenExports: TemplateCheck = {
  name: 'exports are forgotten after a day',
  problems: ({ Resources }) => {
    const rules = list(at(Resources, 'EvidenceBucket', 'Properties', 'LifecycleConfiguration', 'Rules'));
    return rules.some((rule) => at(rule, 'Prefix') === 'exports=/' && at(rule, 'ExpirationInDays') === 1)
      ? []
      : ['EvidenceBucket keeps exports'];
  },
};

const versionedBackups: TemplateCheck = {
  name: 'the backup bucket keeps versions and the evidence bucket takes uploads from browsers',
  problems: ({ Resources }) => [
    ...(at(Resources, 'BackupBucket', 'Properties', 'VersioningConfiguration', 'Status') === 'Enabled'
      ? []
      : ['BackupBucket keeps no versions']),
    ...(list(
      at(Resources, 'EvidenceBucket', 'Properties', 'CorsConfiguration', 'CorsRules', 0, 'AllowedMethods'),
    ).includes('PUT')
      ? []
      : ['EvidenceBucket takes no upload from a browser']),
  ],
};

const queues = demand('every queue is encrypted and keeps messages for 14 days', 'AWS::SQS::Queue', {
  'is not encrypted': ({ SqsManagedSseEnabled, KmsMasterKeyId }) =>
    SqsManagedSseEnabled === true || KmsMasterKeyId !== undefined,
  'forgets messages earlier': ({ MessageRetentionPeriod }) => MessageRetentionPeriod === 1_209_600,
});

/**
 * CloudWatch Logs encrypts every group with a key of its own. A customer's key would cost money at every stage, and a group
 * whose key is gone takes no more lines; docs/runbook.md says so.
 */
const logs = demand(
  "every log group has a retention and is encrypted with CloudWatch's own key",
  'AWS::Logs::LogGroup',
  {
    'keeps everything for ever': ({ RetentionInDays }) => Number(RetentionInDays) > 0,
    'depends on a key that can be lost': ({ KmsKeyId }) => KmsKeyId === undefined,
  },
);

const database = demand(
  'the database is encrypted, private, reached through the Data API and scales by itself',
  'AWS::RDS::DBCluster',
  {
    'is not encrypted': ({ StorageEncrypted }) => StorageEncrypted === true,
    'has no Data API': ({ EnableHttpEndpoint }) => EnableHttpEndpoint === true,
    'has a password in the template': ({ ManageMasterUserPassword, MasterUserPassword }) =>
      ManageMasterUserPassword === true && MasterUserPassword === undefined,
    'has no capacity range': ({ ServerlessV2ScalingConfiguration }) =>
      at(ServerlessV2ScalingConfiguration, 'MaxCapacity') !== undefined,
    'keeps no backup': ({ BackupRetentionPeriod }) => Number(BackupRetentionPeriod) >= 1,
  },
);

const waysOut = [
  'AWS::EC2::InternetGateway',
  'AWS::EC2::NatGateway',
  'AWS::EC2::EgressOnlyInternetGateway',
  'AWS::EC2::Route',
];
const closedNetwork: TemplateCheck = {
  name: 'the network of the database has no way in or out',
  problems: (template) => [
    ...waysOut.flatMap((type) => ofType(template, type).map(([id]) => `${id} opens the network`)),
    ...ofType(template, 'AWS::EC2::SecurityGroup')
      .filter(([, { SecurityGroupIngress }]) => list(SecurityGroupIngress).length > 0)
      .map(([id]) => `${id} lets somebody in`),
    ...ofType(template, 'AWS::RDS::DBInstance')
      .filter(([, { PubliclyAccessible }]) => PubliclyAccessible !== false)
      .map(([id]) => `${id} is public`),
  ],
};

/** Types whose content cannot be made again from the repository. */
const holdsData = [
  'AWS::DynamoDB::Table',
  'AWS::S3::Bucket',
  'AWS::RDS::DBCluster',
  'AWS::Cognito::UserPool',
  'AWS::SecretsManager::Secret',
];
/** What an update may do with the old one when it has to make a new one. */
const replacements = ['Retain', 'Snapshot'];
const keeps: Readonly<Record<string, readonly string[]>> = { prod: ['Retain', 'Snapshot'] };

const retention: TemplateCheck = {
  name: 'removing the stage deletes or keeps what the stage says, and never by default',
  problems: ({ Resources }, stage) => {
    const resources = Object.entries(Resources).filter(([id]) => id !== deploymentBucket);
    const data = resources.filter(([, { Type }]) => holdsData.includes(Type));
    const others = resources.filter(([, { Type }]) => !holdsData.includes(Type));
    return [
      ...data
        .filter(
          ([, { DeletionPolicy }]) => !(keeps[stage] ?? ['Delete']).includes(DeletionPolicy ?? 'unsaid'),
        )
        .map(([id, { DeletionPolicy }]) => `${id} has the deletion policy ${DeletionPolicy ?? '(none)'}`),
      ...data
        .filter(([, { UpdateReplacePolicy }]) => !replacements.includes(UpdateReplacePolicy ?? 'unsaid'))
        .map(([id]) => `${id} loses its content when an update replaces it`),
      ...others
        .filter(([, { DeletionPolicy = 'Delete' }]) => DeletionPolicy !== 'Delete')
        .map(([id]) => `${id} stays behind and holds no data`),
    ];
  },
};

const protections: Readonly<Record<string, [property: string, value: unknown]>> = {
  'AWS::DynamoDB::Table': ['DeletionProtectionEnabled', true],
  'AWS::RDS::DBCluster': ['DeletionProtection', true],
  'AWS::Cognito::UserPool': ['DeletionProtection', 'ACTIVE'],
};
const protectedInProduction: TemplateCheck = {
  name: 'production is protected from deletion and keeps two weeks of backups',
  problems: (template, stage) =>
    stage !== 'prod'
      ? []
      : [
          ...Object.entries(protections).flatMap(([type, [property, value]]) =>
            ofType(template, type)
              .filter(([, properties]) => properties[property] !== value)
              .map(([id]) => `${id} can be deleted`),
          ),
          ...ofType(template, 'AWS::RDS::DBCluster')
            .filter(([, { BackupRetentionPeriod }]) => !(Number(BackupRetentionPeriod) >= 14))
            .map(([id]) => `${id} keeps too few backups`),
        ],
};

export const storageChecks: readonly TemplateCheck[] = [
  tables,
  buckets,
  transport,
  versionedBackups,
  forgottenExports,
  queues,
  logs,
  database,
  closedNetwork,
  retention,
  protectedInProduction,
];
