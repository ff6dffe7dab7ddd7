import { referencesIn, type Template } from '../../../scripts/package/template.ts';
import type { Objects } from './objects.ts';

interface StackEvent {
  id: string;
  resource: string;
  type: string;
  status: string;
  reason?: string;
}
export interface Stack {
  id: string;
  name: string;
  status: string;
  template: Template;
  /** Physical ids by logical id. */
  resources: Map<string, string>;
  events: StackEvent[];
}

const account = '000000000000';
const named: Readonly<Record<string, string>> = {
  'AWS::S3::Bucket': 'BucketName',
  'AWS::DynamoDB::Table': 'TableName',
  'AWS::Lambda::Function': 'FunctionName',
  'AWS::SQS::Queue': 'QueueName',
};

const text = (value: unknown): string | undefined =>
  typeof value === 'string'
    ? value
    : (value as { 'Fn::Sub'?: string } | undefined)?.['Fn::Sub']?.replace('${AWS::AccountId}', account);

const physicalId = (stack: string, id: string, type: string, properties: Record<string, unknown>): string =>
  text(properties[named[type] ?? '']) ?? `${stack}-${id}`.toLowerCase();

/**
 * CloudFormation as far as a deployment needs it: it takes a template whose references resolve and whose code was
 * uploaded, keeps what has been made, and on deletion refuses buckets that hold something, as the real one does.
 */
export class Stacks {
  readonly stacks = new Map<string, Stack>();
  /** What outlived its stack, by the retention that the template states. */
  readonly retained: string[] = [];
  private readonly objects: Objects;
  private sequence = 0;

  constructor(objects: Objects) {
    this.objects = objects;
  }

  find(nameOrId: string): Stack | undefined {
    return [...this.stacks.values()].find(({ name, id }) => name === nameOrId || id === nameOrId);
  }

  private record(stack: Stack, resource: string, type: string, status: string, reason?: string): void {
    const event = { id: `event-${++this.sequence}`, resource, type, status };
    stack.events.unshift(reason === undefined ? event : { ...event, reason });
  }

  private settle(stack: Stack, status: string, reason?: string): void {
    stack.status = status;
    this.record(stack, stack.name, 'AWS::CloudFormation::Stack', status, reason);
  }

  /** The first reason to refuse a template, if there is one. */
  refusal(template: Template): string | undefined {
    const unknown = referencesIn(template.Resources).find((id) => !(id in template.Resources));
    if (unknown !== undefined) return `Template error: unresolved reference ${unknown}`;
    const untyped = Object.entries(template.Resources).find(([, { Type }]) => !/^AWS::\w+::\w+$/.test(Type));
    return untyped === undefined ? undefined : `Template error: ${untyped[0]} has no type`;
  }

  private missingCode(stack: Stack, template: Template): string | undefined {
    const bucket = stack.resources.get('ServerlessDeploymentBucket') ?? '';
    return Object.values(template.Resources)
      .filter(({ Type }) => Type === 'AWS::Lambda::Function')
      .map(({ Properties }) => (Properties['Code'] as { S3Key: string }).S3Key)
      .find((key) => this.objects.get(bucket, key) === undefined);
  }

  private make(stack: Stack, template: Template): void {
    for (const [id, { Type, Properties }] of Object.entries(template.Resources)) {
      const physical = physicalId(stack.name, id, Type, Properties);
      stack.resources.set(id, physical);
      if (Type === 'AWS::S3::Bucket') this.objects.create(physical);
      this.record(stack, id, Type, 'CREATE_COMPLETE');
    }
  }

  put(name: string, template: Template, action: 'CREATE' | 'UPDATE'): Stack {
    const stack: Stack = this.find(name) ?? {
      id: `arn:aws:cloudformation:us-east-1:${account}:stack/${name}/1`,
      name,
      status: '',
      template,
      resources: new Map(),
      events: [],
    };
    this.stacks.set(name, stack);
    this.settle(stack, `${action}_IN_PROGRESS`);
    const reason = this.missingCode(stack, template);
    if (reason !== undefined) this.settle(stack, `${action}_FAILED`, `There is no code at ${reason}`);
    else {
      stack.template = template;
      this.make(stack, template);
      this.settle(stack, `${action}_COMPLETE`);
    }
    return stack;
  }

  private removeResource(stack: Stack, id: string): string | undefined {
    const { Type, DeletionPolicy } = stack.template.Resources[id] ?? {};
    const physical = stack.resources.get(id) ?? '';
    if (DeletionPolicy === 'Retain') {
      this.retained.push(physical);
      return undefined;
    }
    if (Type !== 'AWS::S3::Bucket') return undefined;
    if ((this.objects.buckets.get(physical)?.size ?? 0) > 0) return `The bucket ${physical} is not empty`;
    this.objects.buckets.delete(physical);
    return undefined;
  }

  remove(name: string): void {
    const stack = this.find(name);
    if (stack === undefined) return;
    this.settle(stack, 'DELETE_IN_PROGRESS');
    for (const id of [...stack.resources.keys()]) {
      const reason = this.removeResource(stack, id);
      if (reason !== undefined) {
        this.settle(stack, 'DELETE_FAILED', reason);
        return;
      }
      stack.resources.delete(id);
    }
    this.settle(stack, 'DELETE_COMPLETE');
  }
}
