import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  DynamoDBServiceException,
} from '@aws-sdk/client-dynamodb';
import {
  BatchGetCommand,
  BatchWriteCommand,
  DeleteCommand,
  DynamoDBDocumentClient,
  GetCommand,
  PutCommand,
  QueryCommand,
  ScanCommand,
  UpdateCommand,
} from '@aws-sdk/lib-dynamodb';
import { AppError } from '../../errors.ts';
import type { Condition, DocumentTable, Item, Key, Selection } from '../documents/document-table.ts';
import { withStorableNumbers } from '../documents/numbers.ts';
import { conditionExpression, makeBindings, updateExpression } from './dynamo-expressions.ts';

const BATCH_GET = 100;
const BATCH_WRITE = 25;

export const makeDocumentClient = (client = new DynamoDBClient({})): DynamoDBDocumentClient =>
  DynamoDBDocumentClient.from(client, {
    marshallOptions: { removeUndefinedValues: true, allowImpreciseNumbers: true },
    // Numbers come back as they went in; by themselves the SDK's large ones are bigints, or an error.
    unmarshallOptions: { wrapNumbers: Number },
  });

function toError(error: unknown): unknown {
  if (!(error instanceof DynamoDBServiceException)) return error;
  if (error.name === 'ValidationException' && /item size/i.test(error.message))
    return new AppError('PAYLOAD_TOO_LARGE', 'The item is larger than 400 KB.', { cause: error });
  const busy =
    error.$retryable !== undefined || error.$fault === 'server' || /Throttl|Exceeded/.test(error.name);
  return new AppError('UNAVAILABLE', 'The document store did not answer.', { cause: error, retryable: busy });
}

/** The answer, or `lost` when the request's condition did not hold. */
async function unlessLost<T, L>(request: Promise<T>, lost: L): Promise<T | L> {
  try {
    return await request;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return lost;
    throw toError(error);
  }
}
const settled = async <T>(request: Promise<T>): Promise<T> =>
  unlessLost<T, never>(request, undefined as never);

const chunks = <T>(values: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );

function withCondition(when: Condition | undefined, bind = makeBindings()) {
  if (when === undefined) return bind.maps();
  return { ConditionExpression: conditionExpression(when, bind), ...bind.maps() };
}

function queryInput(TableName: string, selection: Selection) {
  const bind = makeBindings();
  const [attribute, value] = selection.hash;
  const clauses = [`${bind.path(attribute)} = ${bind.value(value)}`];
  if (selection.range !== undefined) {
    const [range, operator, bound] = selection.range;
    const path = bind.path(range);
    clauses.push(
      operator === 'begins'
        ? `begins_with(${path}, ${bind.value(bound)})`
        : `${path} ${operator} ${bind.value(bound)}`,
    );
  }
  return {
    TableName,
    KeyConditionExpression: clauses.join(' AND '),
    ...bind.maps(),
    ScanIndexForward: !(selection.descending ?? false),
    ...(selection.index === undefined ? { ConsistentRead: true } : { IndexName: selection.index }),
    ...(selection.limit !== undefined && { Limit: selection.limit }),
    ...(selection.after !== undefined && { ExclusiveStartKey: selection.after }),
  };
}

const slice = (items: Item[] | undefined, next: Item | undefined) => ({
  items: items ?? [],
  ...(next !== undefined && { next }),
});

/** One DynamoDB table. Batches are repeated until nothing is left unprocessed; the client backs off by itself. */
export function makeDynamoTable(client: DynamoDBDocumentClient, TableName: string): DocumentTable {
  const getBatch = async (keys: readonly Key[]): Promise<Item[]> => {
    const found: Item[] = [];
    let left: Item[] = keys.map((key) => ({ ...key }));
    while (left.length > 0) {
      const RequestItems = { [TableName]: { Keys: left, ConsistentRead: true } };
      const answer = await settled(client.send(new BatchGetCommand({ RequestItems })));
      found.push(...(answer.Responses?.[TableName] ?? []));
      left = answer.UnprocessedKeys?.[TableName]?.Keys ?? [];
    }
    return found;
  };
  const removeBatch = async (keys: readonly Key[]): Promise<void> => {
    let left = keys.map((Key) => ({ DeleteRequest: { Key } })) as { DeleteRequest?: { Key: Item } }[];
    while (left.length > 0) {
      const RequestItems = { [TableName]: left as { DeleteRequest: { Key: Item } }[] };
      const answer = await settled(client.send(new BatchWriteCommand({ RequestItems })));
      left = (answer.UnprocessedItems?.[TableName] ?? []) as typeof left;
    }
  };

  return {
    get: async (key) =>
      (await settled(client.send(new GetCommand({ TableName, Key: key, ConsistentRead: true })))).Item,
    getMany: async (keys) => (await Promise.all(chunks(keys, BATCH_GET).map(getBatch))).flat(),
    put: (item, when) =>
      unlessLost(
        client
          .send(new PutCommand({ TableName, Item: withStorableNumbers(item), ...withCondition(when) }))
          .then(() => true),
        false,
      ),
    update: (key, change, when) => {
      const bind = makeBindings();
      const UpdateExpression = updateExpression(change, bind);
      const input = { TableName, Key: key, UpdateExpression, ...withCondition(when, bind) };
      return unlessLost(
        client
          .send(new UpdateCommand({ ...input, ReturnValues: 'ALL_NEW' }))
          .then((answer) => answer.Attributes),
        undefined,
      );
    },
    remove: (key, when) =>
      unlessLost(
        client
          .send(new DeleteCommand({ TableName, Key: key, ReturnValues: 'ALL_OLD', ...withCondition(when) }))
          .then((answer) => answer.Attributes),
        undefined,
      ),
    removeMany: async (keys) => {
      for (const batch of chunks(keys, BATCH_WRITE)) await removeBatch(batch);
    },
    query: async (selection) => {
      const answer = await settled(client.send(new QueryCommand(queryInput(TableName, selection))));
      return slice(answer.Items, answer.LastEvaluatedKey);
    },
    count: async (selection) => {
      let count = 0;
      let after: Item | undefined;
      do {
        const input = { ...queryInput(TableName, { ...selection, after }), Select: 'COUNT' as const };
        const answer = await settled(client.send(new QueryCommand(input)));
        count += answer.Count ?? 0;
        after = answer.LastEvaluatedKey;
      } while (after !== undefined);
      return count;
    },
    scan: async (after) => {
      const answer = await settled(client.send(new ScanCommand({ TableName, ExclusiveStartKey: after })));
      return slice(answer.Items, answer.LastEvaluatedKey);
    },
  };
}
