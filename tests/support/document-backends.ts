import { afterAll, beforeAll, describe } from '@jest/globals';
import type { Tables } from '../../lib/adapters/documents/document-table.ts';
import { makeMemoryTables } from '../../lib/adapters/memory/memory-table.ts';
import type { TestDynamo } from './dynalite.ts';
import { startDynalite } from './dynalite.ts';

/** Runs one conformance suite on memory and on DynamoDB's emulator. */
export function onEveryDocumentBackend(name: string, suite: (tables: () => Tables) => void): void {
  describe(`${name} in memory`, () => {
    const tables = makeMemoryTables();
    suite(() => tables);
  });
  describe(`${name} on DynamoDB`, () => {
    let dynamo: TestDynamo | undefined;
    beforeAll(async () => {
      dynamo = await startDynalite();
    });
    afterAll(() => dynamo?.stop());
    suite(() => {
      if (dynamo === undefined) throw new Error('DynamoDB has not started');
      return dynamo.tables;
    });
  });
}
