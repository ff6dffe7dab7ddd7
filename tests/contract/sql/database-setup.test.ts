import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { makeSchemaStore } from '../../../lib/adapters/aws/sql/schema.ts';
import { splitStatements } from '../../../lib/adapters/aws/sql/split-statements.ts';
import { systemClock } from '../../../lib/adapters/system/clock.ts';
import { makeSeedFiles } from '../../../lib/adapters/system/seed-files.ts';
import type { SeedFiles } from '../../../lib/ports/relational.ts';
import { makeDatabaseSetup } from '../../../lib/services/database-setup.ts';
import { silent, startMigratedDatabase } from '../../support/database.ts';
import type { TestDatabase } from '../../support/database.ts';

let database: TestDatabase;
beforeAll(async () => {
  database = await startMigratedDatabase();
}, 60_000);
afterAll(() => database.close());

const setupOf = (files: SeedFiles) =>
  makeDatabaseSetup(files, makeSchemaStore(database.sql, systemClock, 10_000), silent);
const files = (...migrations: { name: string; script: string }[]): SeedFiles => ({
  migrations: () => Promise.resolve(migrations),
  data: () => Promise.reject(new Error('not asked for')),
});
const stateOf = () =>
  database.sql.rows('select xmin::text, name, checksum, applied_at from schema_migrations order by name');

describe('migrations', () => {
  it('change nothing the second time', async () => {
    const before = await stateOf();
    const shipped = makeSeedFiles(process.cwd());
    expect(await setupOf(shipped).migrate()).toEqual({
      applied: [],
      unchanged: (await shipped.migrations()).length,
    });
    expect(await stateOf()).toEqual(before);
  });

  it('that fail half-way leave nothing behind', async () => {
    const broken = {
      name: '900_broken.sql',
      script: 'create table half (id int); create table half (id int);',
    };
    await expect(setupOf(files(broken)).migrate()).rejects.toMatchObject({ data: { sql_state: '42P07' } });
    expect(await database.sql.rows("select 1 from pg_class where relname = 'half'")).toHaveLength(0);
  });

  it('that were edited afterwards are refused by name', async () => {
    const once = { name: '901_once.sql', script: 'create table once (id int)' };
    await setupOf(files(once)).migrate();
    await expect(
      setupOf(files({ ...once, script: 'create table once (id text)' })).migrate(),
    ).rejects.toMatchObject({
      code: 'CONFLICT',
      data: { name: '901_once.sql' },
    });
  });

  it('run once when several start at the same time', async () => {
    const many = files(
      { name: '902_a.sql', script: 'create table parallel_a (id int)' },
      { name: '903_b.sql', script: 'create table parallel_b (id int)' },
    );
    const runs = await Promise.all(Array.from({ length: 5 }, () => setupOf(many).migrate()));
    expect(runs.flatMap(({ applied }) => applied).sort()).toEqual(['902_a.sql', '903_b.sql']);
  });
});

describe('splitting a script', () => {
  it('leaves semicolons in quotes, dollar quotes and comments alone', () => {
    const script = `
      -- first; comment
      create table a (t text default 'x;''y'); /* a ; /* nested ; */ b */
      create function f() returns int language sql as $body$ select 1; select 2; $body$;
      insert into "odd;name" values (E'it\\';s', $$;$$);
      ;`;
    expect(splitStatements(script)).toEqual([
      "create table a (t text default 'x;''y')",
      'create function f() returns int language sql as $body$ select 1; select 2; $body$',
      `insert into "odd;name" values (E'it\\';s', $$;$$)`,
    ]);
  });
});
