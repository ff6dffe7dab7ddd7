import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { CreateTableCommandInput } from '@aws-sdk/client-dynamodb';
import dynalite from 'dynalite';
import { readFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { parse } from 'yaml';
import { makeDocumentClient, makeDynamoTable } from '../../lib/adapters/aws/dynamo-table.ts';
import type { Tables } from '../../lib/adapters/documents/document-table.ts';

const CREATABLE = ['AttributeDefinitions', 'KeySchema', 'GlobalSecondaryIndexes'] as const;

interface Resource {
  Type: string;
  Properties: Record<string, unknown>;
}

/** The tables of resources/dynamodb.yml by their logical names, as requests that dynalite understands. */
function declaredTables(): Map<string, CreateTableCommandInput> {
  const text = readFileSync(new URL('../../resources/dynamodb.yml', import.meta.url), 'utf8');
  const { Resources } = parse(text) as { Resources: Record<string, Resource> };
  const inputs = Object.entries(Resources).map(
    ([logicalId, { Properties }]): [string, CreateTableCommandInput] => {
      const name = logicalId.charAt(0).toLowerCase() + logicalId.slice(1).replace(/Table$/, '');
      const parts = CREATABLE.flatMap((part) => (Properties[part] ? [[part, Properties[part]]] : []));
      const keys = Object.fromEntries(parts) as Pick<CreateTableCommandInput, (typeof CREATABLE)[number]>;
      return [name, { TableName: name, BillingMode: 'PAY_PER_REQUEST', ...keys }];
    },
  );
  return new Map(inputs);
}

function makeClient(url: string): DynamoDBClient {
  const credentials = { accessKeyId: 'local', secretAccessKey: 'local' };
  return new DynamoDBClient({ endpoint: url, region: 'eu-central-1', credentials });
}

/** The product's tables in a DynamoDB that runs already. */
export function connectDynalite(url: string, client = makeClient(url)): { tables: Tables } {
  const documents = makeDocumentClient(client);
  const table = (name: string) => makeDynamoTable(documents, name);
  return {
    tables: {
      reports: table('reports'),
      queries: table('queries'),
      sessions: table('sessions'),
      messages: table('messages'),
      agentRuns: table('agentRuns'),
      configurations: table('configurations'),
      connections: table('connections'),
    },
  };
}

export interface TestDynamo {
  tables: Tables;
  url: string;
  stop(): Promise<void>;
}

/** A DynamoDB of its own, in memory, with the product's tables. */
export async function startDynalite(): Promise<TestDynamo> {
  const server = dynalite({ createTableMs: 0, updateTableMs: 0, deleteTableMs: 0 });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const client = makeClient(url);
  for (const input of declaredTables().values()) await client.send(new CreateTableCommand(input));
  return {
    url,
    ...connectDynalite(url, client),
    stop: async () => {
      client.destroy();
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
