import type { Template } from '../../../scripts/package/template.ts';
import type { Answer, Objects } from './objects.ts';
import type { Stack, Stacks } from './stacks.ts';

const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
const tag = (name: string, value: string): string => `<${name}>${escaped(value)}</${name}>`;
const member = (content: string): string => `<member>${content}</member>`;

const refuse = (code: string, message: string): Answer => ({
  status: 400,
  body: `<ErrorResponse><Error><Type>Sender</Type>${tag('Code', code)}${tag('Message', message)}</Error></ErrorResponse>`,
  type: 'text/xml',
});
const missing = (name: string): Answer => refuse('ValidationError', `Stack with id ${name} does not exist`);

const time = '2026-01-01T00:00:00.000Z';

const describeOutputs = ({ template }: Stack): string =>
  Object.keys(template.Outputs)
    .map((name) => member(tag('OutputKey', name) + tag('OutputValue', `value of ${name}`)))
    .join('');

const describeStack = (stack: Stack): string =>
  member(
    tag('StackId', stack.id) +
      tag('StackName', stack.name) +
      tag('StackStatus', stack.status) +
      tag('CreationTime', time) +
      `<Outputs>${describeOutputs(stack)}</Outputs>`,
  );

const describeResource = (stack: Stack, id: string): string =>
  tag('LogicalResourceId', id) +
  tag('PhysicalResourceId', stack.resources.get(id) ?? '') +
  tag('ResourceType', stack.template.Resources[id]?.Type ?? '') +
  tag('ResourceStatus', 'CREATE_COMPLETE') +
  tag('StackName', stack.name);

const describeEvent = (stack: Stack, event: Stack['events'][number]): string =>
  member(
    tag('StackId', stack.id) +
      tag('StackName', stack.name) +
      tag('EventId', event.id) +
      tag('LogicalResourceId', event.resource) +
      tag('PhysicalResourceId', event.type.endsWith('::Stack') ? stack.id : event.resource) +
      tag('ResourceType', event.type) +
      tag('ResourceStatus', event.status) +
      tag('ResourceStatusReason', event.reason ?? '') +
      tag('Timestamp', time),
  );

const members = (name: string, contents: string[]): string => `<${name}>${contents.join('')}</${name}>`;

interface ChangeSet {
  stackName: string;
  template: Template;
  action: 'CREATE' | 'UPDATE';
}

/** Answers CloudFormation's query protocol over {@link Stacks}. Keeps the names of the calls, in order. */
export function makeCloudFormation(stacks: Stacks, objects: Objects) {
  const changeSets = new Map<string, ChangeSet>();
  const calls: string[] = [];

  const templateOf = (form: URLSearchParams): Template => {
    const body = form.get('TemplateBody');
    if (body !== null) return JSON.parse(body) as Template;
    const [bucket = '', ...key] = new URL(form.get('TemplateURL') ?? '').pathname.slice(1).split('/');
    const stored = objects.get(bucket, decodeURIComponent(key.join('/')));
    return JSON.parse(String(stored)) as Template;
  };

  const withStack = (form: URLSearchParams, answer: (stack: Stack) => string | Answer): string | Answer => {
    const stack = stacks.find(form.get('StackName') ?? '');
    return stack === undefined || stack.status === 'DELETE_COMPLETE'
      ? missing(form.get('StackName') ?? '')
      : answer(stack);
  };

  const put = (form: URLSearchParams, action: 'CREATE' | 'UPDATE'): string | Answer => {
    const template = templateOf(form);
    const refusal = stacks.refusal(template);
    if (refusal !== undefined) return refuse('ValidationError', refusal);
    return tag('StackId', stacks.put(form.get('StackName') ?? '', template, action).id);
  };

  const actions: Readonly<Record<string, (form: URLSearchParams) => string | Answer>> = {
    GetCallerIdentity: () =>
      tag('Arn', 'arn:aws:iam::000000000000:user/test') +
      tag('Account', '000000000000') +
      tag('UserId', 'test'),
    ValidateTemplate: (form) => {
      const refusal = stacks.refusal(templateOf(form));
      return refusal === undefined ? '' : refuse('ValidationError', refusal);
    },
    DescribeStacks: (form) => withStack(form, (stack) => members('Stacks', [describeStack(stack)])),
    DescribeStackResource: (form) =>
      withStack(form, (stack) => {
        const id = form.get('LogicalResourceId') ?? '';
        if (!stack.resources.has(id))
          return refuse('ValidationError', `Resource ${id} does not exist for stack`);
        return members('StackResourceDetail', [describeResource(stack, id)]);
      }),
    DescribeStackResources: (form) =>
      withStack(form, (stack) =>
        members(
          'StackResources',
          [...stack.resources.keys()].map((id) => member(describeResource(stack, id))),
        ),
      ),
    ListStackResources: (form) =>
      withStack(form, (stack) =>
        members(
          'StackResourceSummaries',
          [...stack.resources.keys()].map((id) => member(describeResource(stack, id))),
        ),
      ),
    DescribeStackEvents: (form) => {
      const stack = stacks.find(form.get('StackName') ?? '');
      if (stack === undefined) return missing(form.get('StackName') ?? '');
      return members(
        'StackEvents',
        stack.events.map((event) => describeEvent(stack, event)),
      );
    },
    CreateStack: (form) => put(form, 'CREATE'),
    UpdateStack: (form) => put(form, 'UPDATE'),
    CreateChangeSet: (form) => {
      const template = templateOf(form);
      const refusal = stacks.refusal(template);
      if (refusal !== undefined) return refuse('ValidationError', refusal);
      const stackName = form.get('StackName') ?? '';
      const action = form.get('ChangeSetType') === 'CREATE' ? 'CREATE' : 'UPDATE';
      changeSets.set(form.get('ChangeSetName') ?? '', { stackName, template, action });
      return tag('Id', form.get('ChangeSetName') ?? '') + tag('StackId', stackName);
    },
    DescribeChangeSet: (form) =>
      tag('ChangeSetName', form.get('ChangeSetName') ?? '') +
      tag('StackId', form.get('StackName') ?? '') +
      tag('StackName', form.get('StackName') ?? '') +
      tag('Status', 'CREATE_COMPLETE') +
      tag('ExecutionStatus', 'AVAILABLE'),
    ExecuteChangeSet: (form) => {
      const set = changeSets.get(form.get('ChangeSetName') ?? '');
      if (set === undefined) return refuse('ChangeSetNotFound', 'There is no such change set');
      stacks.put(set.stackName, set.template, set.action);
      return '';
    },
    DeleteChangeSet: () => '',
    UpdateTerminationProtection: () => '',
    DeleteStack: (form) => {
      stacks.remove(form.get('StackName') ?? '');
      return '';
    },
  };

  const answer = (form: URLSearchParams): Answer => {
    const action = form.get('Action') ?? '';
    calls.push(action);
    const result = actions[action]?.(form) ?? refuse('InvalidAction', `${action} is not known here`);
    if (typeof result !== 'string') return result;
    const body = `<${action}Response><${action}Result>${result}</${action}Result></${action}Response>`;
    return { status: 200, body, type: 'text/xml' };
  };
  return { answer, calls };
}
