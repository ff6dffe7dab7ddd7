import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { makeReportIndex } from '../../../lib/adapters/aws/sql/report-index.ts';
import { startMigratedDatabase, type TestDatabase } from '../../support/database.ts';
import { storedReport } from '../../support/reports.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startMigratedDatabase();
}, 60_000);
afterAll(() => database.close());

it('tells the versions of the tenant’s own reports, whatever others call theirs', async () => {
  const index = makeReportIndex(database.sql);
  await index.upsert('acme', storedReport('shared', { version: 3 }));
  await index.upsert('other', storedReport('shared', { version: 8 }));
  await index.upsert('other', storedReport('foreign', { version: 2 }));

  expect(await index.findVersions('acme', ['shared', 'foreign', 'absent'])).toEqual(new Map([['shared', 3]]));
});
