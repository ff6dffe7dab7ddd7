import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Sql } from '../../../lib/adapters/aws/sql/client.ts';
import { sqlDate, sqlDecimal, sqlJson, sqlUuid } from '../../../lib/adapters/aws/sql/values.ts';
import { startDatabase } from '../../support/database.ts';
import type { TestDatabase } from '../../support/database.ts';

let database: TestDatabase;
let sql: Sql;

beforeAll(async () => {
  database = await startDatabase();
  sql = database.sql;
  await sql.run('create table if not exists things (id text primary key, at timestamptz)');
  await sql.run('delete from things');
}, 30_000);
afterAll(() => database.close());

const uuid = '0188c0de-0000-7000-8000-000000000001';

describe('values', () => {
  it('go out typed and come back as what they were', async () => {
    const at = new Date('2026-05-01T10:11:12.345Z');
    const [row] = await sql.rows(
      `select :text as text, :whole as whole, :part as part, :yes as yes, :nothing::text as nothing,
         :at::timestamptz as at, :day::date as day, :amount::numeric as amount, :document::jsonb as document,
         :id::uuid as id, array['a', null] as several`,
      {
        text: "it's; :not a $parameter -- 漢字",
        whole: 42,
        part: 0.1,
        yes: true,
        nothing: null,
        at,
        day: sqlDate('2026-02-28'),
        amount: sqlDecimal('12.50'),
        document: sqlJson({ a: [1, { b: null }] }),
        id: sqlUuid(uuid),
      },
    );
    expect(row).toEqual({
      text: "it's; :not a $parameter -- 漢字",
      whole: 42,
      part: 0.1,
      yes: true,
      nothing: null,
      at: '2026-05-01T10:11:12.345Z',
      day: '2026-02-28',
      amount: 12.5,
      document: { a: [1, { b: null }] },
      id: uuid,
      several: ['a', null],
    });
  });
});

describe('transactions', () => {
  it('keep everything', async () => {
    const count = await sql.transaction(async (inside) => {
      await inside.run("insert into things values ('kept', now())");
      return (await inside.rows("select id from things where id = 'kept'")).length;
    });
    expect(count).toBe(1);
    expect(await sql.rows("select id from things where id = 'kept'")).toHaveLength(1);
  });

  it('or nothing, and say why', async () => {
    const failing = sql.transaction(async (inside) => {
      await inside.run("insert into things values ('lost', now())");
      throw new Error('on purpose');
    });
    await expect(failing).rejects.toThrow('on purpose');
    expect(await sql.rows("select id from things where id = 'lost'")).toHaveLength(0);
  });
});

describe('errors', () => {
  it('become codes without a word of SQL', async () => {
    await sql.run("insert into things values ('taken', now())");
    await expect(sql.run("insert into things values ('taken', now())")).rejects.toMatchObject({
      code: 'CONFLICT',
      message: 'The id is taken.',
    });
    await expect(sql.rows('select * from no_such_table')).rejects.toMatchObject({
      code: 'INTERNAL',
      message: 'The database refused a statement.',
      data: { sql_state: '42P01' },
    });
    await expect(sql.rows('select :at::timestamptz', { at: 'no time' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    });
  });
});

describe('a paused database', () => {
  it('is waited for', async () => {
    const paused = await startDatabase({ resuming: { calls: 2 }, resumeWithinMs: 10_000 });
    expect(await paused.sql.rows('select 1 as one')).toEqual([{ one: 1 }]);
    await paused.close();
  }, 30_000);

  it('but only within the limit', async () => {
    const paused = await startDatabase({ resuming: { milliseconds: 60_000 }, resumeWithinMs: 500 });
    const started = Date.now();
    await expect(paused.sql.rows('select 1')).rejects.toMatchObject({
      code: 'DATABASE_RESUMING',
      retryable: true,
      retryAfter: 15,
    });
    expect(Date.now() - started).toBeLessThan(2_000);
    await paused.close();
  }, 30_000);
});
