import type { WorkflowStatus } from '../../../domain/report-vocabulary.ts';
import type { Sentence } from '../sentence.ts';
import {
  isValue,
  namesField,
  takeValue,
  twoValues,
  type Occurrence,
  type ValueContext,
} from './value-position.ts';
import { statusParticiples, statusValues, statusVerbs } from './verbs.ts';

const statusOccurrences = (sentence: Sentence): Occurrence<WorkflowStatus>[] => {
  const found: Occurrence<WorkflowStatus>[] = [];
  for (let first = 0; first < sentence.words.length; first++) {
    const match = statusValues.find(
      ([phrase]) => sentence.phrase(first, first + phrase.split(' ').length) === phrase,
    );
    if (!match || !sentence.isFree(first)) continue;
    const next = first + match[0].split(' ').length;
    found.push({ value: match[1], first, next });
    first = next - 1;
  }
  return found;
};

/** A status verb orders only with an object after it, or alone with reports at hand ("close"). */
function statusFromVerb(sentence: Sentence, { orders }: ValueContext): WorkflowStatus | undefined {
  const order = orders.find(({ verb, index }) => Object.hasOwn(statusVerbs, verb) && sentence.isFree(index));
  if (!order) return undefined;
  sentence.take('action', order.index);
  if (/^(work|working|on|out|off|down)$/.test(sentence.at(order.index + 1)))
    sentence.take('action', order.index + 1);
  return statusVerbs[order.verb];
}

const statusOrdered = ({ orders }: ValueContext): boolean =>
  orders.some(({ verb }) => Object.hasOwn(statusVerbs, verb));

/** "have been started, mark them ...", "are finished, please resolve": how things stand, said beside the order; no selection. */
function takePredicates(sentence: Sentence, isStatusOrder: boolean): void {
  if (!isStatusOrder) return;
  for (const { first, next } of statusOccurrences(sentence)) {
    const verb = sentence.at(first - 1);
    const subject = /^(been|already|now)$/.test(verb) ? sentence.at(first - 3) : sentence.at(first - 2);
    const isPredicate =
      /^(is|are|was|were|been|already|now)$/.test(verb) && !/^(that|which|who|still)$/.test(subject);
    if (isPredicate && (sentence.breaksAt(next) || sentence.at(next) === 'and' || sentence.at(next) === 'so'))
      sentence.take('action', first, next);
  }
}

export interface StatusValue {
  status?: WorkflowStatus;
  doubt?: string;
  unclear?: boolean;
}

export function readStatusValue(sentence: Sentence, context: ValueContext): StatusValue {
  const { passive } = context;
  const values = statusOccurrences(sentence).filter(
    (each) => isValue(sentence, each, context) || namesField(sentence, each.first - 1, 'status'),
  );
  const chosen = values.filter(
    ({ value, first }) => !(value === 'assigned' && sentence.at(first + 1) === 'to'),
  );
  for (const each of chosen) takeValue(sentence, each);
  if (chosen.length > 0 || context.orders.length > 0)
    takePredicates(sentence, chosen.length > 0 || statusOrdered(context));
  const distinct = new Set(chosen.map(({ value }) => value));
  const [first] = chosen;
  if (first)
    return {
      status: first.value,
      ...(distinct.size > 1 && twoValues('statuses')),
    };
  const verbs = new Set(
    context.orders.flatMap(({ verb }) => (Object.hasOwn(statusVerbs, verb) ? [statusVerbs[verb]] : [])),
  );
  const fromVerb = statusFromVerb(sentence, context);
  if (fromVerb) return { status: fromVerb, ...(verbs.size > 1 && twoValues('statuses')) };
  const participle = passive && statusParticiples[passive.participle];
  if (!participle) return {};
  sentence.take('action', passive.index);
  if (isDeadline(sentence, passive.index)) return {};
  return { status: participle };
}

/** "must be finished by tomorrow" sets a deadline, no status. */
const isDeadline = (sentence: Sentence, participle: number): boolean =>
  /^(finished|done|completed|fixed|resolved|solved|closed)$/.test(sentence.at(participle)) &&
  /^(by|before|within|until|in|on)$/.test(sentence.at(participle + 1));
