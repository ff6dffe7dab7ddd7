import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { SqlParameter } from '@aws-sdk/client-rds-data';
import type { SqlEngine } from '../../../lib/local/data-api/engine.ts';
import { makePgliteEngine } from '../../../lib/local/data-api/pglite-engine.ts';
import { makePostgresEngine } from '../../../lib/local/data-api/postgres-engine.ts';
import { cluster, startDataApi } from '../../support/data-api.ts';
import type { TestDataApi } from '../../support/data-api.ts';

/**
 * What the real RDS Data API does, asked with the SDK's own client: over PGlite, and over the PostgreSQL that
 * TEST_POSTGRES_URL names when it is set.
 */
const text = (name: string, stringValue: string, typeHint?: SqlParameter['typeHint']): SqlParameter => ({
  name,
  value: { stringValue },
  ...(typeHint === undefined ? {} : { typeHint }),
});
const long = (name: string, longValue: number): SqlParameter => ({ name, value: { longValue } });
const nothing = (name: string): SqlParameter => ({ name, value: { isNull: true } });

const url = process.env['TEST_POSTGRES_URL'];
let engine: SqlEngine;
let api: TestDataApi;

beforeAll(async () => {
  engine = await (url === undefined ? makePgliteEngine(undefined) : makePostgresEngine(url));
  api = await startDataApi(engine, { limits: { transactionIdleMilliseconds: 3_000 } });
}, 180_000);
afterAll(async () => {
  await api.close();
  await engine.close();
});
beforeEach(async () => {
  await api.execute('drop table if exists item');
  await api.execute(
    'create table item (id int primary key, name text, code varchar(40), price numeric(10,2), data jsonb, ref uuid, at timestamptz)',
  );
});

describe('results', () => {
  it.each([
    ['1::int', { longValue: 1 }],
    ['1::smallint', { longValue: 1 }],
    ['9007199254740991::bigint', { longValue: 9007199254740991 }],
    ['1.50::numeric', { stringValue: '1.50' }],
    ['1.5::float8', { doubleValue: 1.5 }],
    ['2.25::real', { doubleValue: 2.25 }],
    ['true', { booleanValue: true }],
    ['false', { booleanValue: false }],
    ["'grüße'::text", { stringValue: 'grüße' }],
    ["'ab'::varchar", { stringValue: 'ab' }],
    ['null::text', { isNull: true }],
    ["date '2026-03-01'", { stringValue: '2026-03-01' }],
    ["time '10:20:30'", { stringValue: '10:20:30' }],
    ["timestamp '2026-03-01 10:20:30'", { stringValue: '2026-03-01 10:20:30' }],
    ["timestamp '2026-03-01 10:20:30.123456'", { stringValue: '2026-03-01 10:20:30.123456' }],
    ["timestamptz '2026-03-01 10:20:30.5+02'", { stringValue: '2026-03-01 08:20:30.5' }],
    [`'{"a": [1, "x"]}'::jsonb`, { stringValue: '{"a": [1, "x"]}' }],
    ["'7a1e0000-0000-4000-8000-000000000001'::uuid", { stringValue: '7a1e0000-0000-4000-8000-000000000001' }],
    ['array[1,2,null]', { arrayValue: { longValues: [1, 2, null] } }],
    [`array['a','b "c", d','NULL',null]`, { arrayValue: { stringValues: ['a', 'b "c", d', 'NULL', null] } }],
    ['array[true,false]', { arrayValue: { booleanValues: [true, false] } }],
    ['array[1.5::float8]', { arrayValue: { doubleValues: [1.5] } }],
    ['array[]::text[]', { arrayValue: { stringValues: [] } }],
  ])('gives %s as the real service types it', async (expression, field) => {
    expect(await api.value(`select ${expression}`)).toEqual(field);
  });

  it('gives bytes as they are', async () => {
    const field = await api.value("select '\\x00ff10'::bytea");
    expect(Buffer.from(field!.blobValue!).toString('hex')).toBe('00ff10');
  });

  it.each([
    ["point '(1,2)'", 'POINT'],
    ["interval '1 day'", 'INTERVAL'],
    ["to_tsvector('a')", 'TSVECTOR'],
  ])('refuses %s, which must be cast to text', async (expression, name) => {
    await expect(api.execute(`select ${expression}`)).rejects.toMatchObject({
      name: 'UnsupportedResultException',
      message: `The result contains the unsupported data type ${name}.`,
    });
    expect((await api.value(`select (${expression})::text`))!.stringValue).toBeDefined();
  });

  it('refuses an array of arrays', async () => {
    await expect(api.execute('select array[array[1],array[2]]')).rejects.toMatchObject({
      name: 'UnsupportedResultException',
    });
  });

  it('describes the columns when asked to', async () => {
    const { columnMetadata } = await api.execute('select 1::int as one, null::numeric as two', [], {
      includeResultMetadata: true,
    });
    expect(columnMetadata).toMatchObject([
      { name: 'one', label: 'one', typeName: 'int4', type: 4 },
      { name: 'two', label: 'two', typeName: 'numeric', type: 2 },
    ]);
    expect((await api.execute('select 1')).columnMetadata).toBeUndefined();
  });

  it('gives records as JSON when asked to', async () => {
    const answer = await api.execute("select 1 as id, 'a' as name, null as none, 1.5::numeric as price", [], {
      formatRecordsAs: 'JSON',
    });
    expect(answer.records).toBeUndefined();
    expect(JSON.parse(answer.formattedRecords!)).toEqual([{ id: 1, name: 'a', none: null, price: '1.5' }]);
  });

  it('follows the options for numbers', async () => {
    const resultSetOptions = { decimalReturnType: 'DOUBLE_OR_LONG', longReturnType: 'STRING' } as const;
    const { records } = await api.execute('select 1.5::numeric, 2::numeric, 3::bigint', [], {
      resultSetOptions,
    });
    expect(records).toEqual([[{ doubleValue: 1.5 }, { longValue: 2 }, { stringValue: '3' }]]);
  });

  it('counts the rows that a statement changed, and none for a query', async () => {
    expect(
      (await api.execute("insert into item (id, name) values (1, 'a'), (2, 'b')")).numberOfRecordsUpdated,
    ).toBe(2);
    expect((await api.execute("update item set name = 'c' where id = 1")).numberOfRecordsUpdated).toBe(1);
    expect((await api.execute('select * from item')).numberOfRecordsUpdated).toBe(0);
    const returning = await api.execute('delete from item where id = 2 returning id');
    expect(returning).toMatchObject({
      numberOfRecordsUpdated: 1,
      records: [[{ longValue: 2 }]],
    });
  });
});

describe('parameters', () => {
  it('takes each kind of value', async () => {
    const { records } = await api.execute('select :s, :l, :d, :b, :y, :n::text', [
      text('s', "it's"),
      long('l', -5),
      { name: 'd', value: { doubleValue: 0.25 } },
      { name: 'b', value: { booleanValue: true } },
      { name: 'y', value: { blobValue: Buffer.from('ok') } },
      nothing('n'),
    ]);
    const [row] = records!;
    expect(row!.slice(0, 4)).toEqual([
      { stringValue: "it's" },
      { longValue: -5 },
      { doubleValue: 0.25 },
      { booleanValue: true },
    ]);
    expect(Buffer.from(row![4]!.blobValue!).toString()).toBe('ok');
    expect(row![5]).toEqual({ isNull: true });
  });

  it('takes one name several times, and leaves strings, casts, comments and dollar quotes alone', async () => {
    const sql = `select :a || ':a' || :a::text || $q$:a$q$ /* :a /* nested */ ' */ || E'\\':a' -- :a
      || ':b'`;
    expect(await api.value(sql, [text('a', 'x')])).toEqual({ stringValue: "x:ax:a':a:b" });
  });

  it.each([
    ['DATE', '2026-03-01', 'date'],
    ['TIME', '10:20:30.5', 'time without time zone'],
    ['TIMESTAMP', '2026-03-01 10:20:30.123', 'timestamp without time zone'],
    ['DECIMAL', '-12.50', 'numeric'],
    ['UUID', '7a1e0000-0000-4000-8000-000000000001', 'uuid'],
    ['JSON', '{"a":1}', 'json'],
  ] as const)('sends a string with the hint %s as that type', async (hint, value, type) => {
    expect(await api.value('select pg_typeof(:v)::text', [text('v', value, hint)])).toEqual({
      stringValue: type,
    });
  });

  it.each([
    ['DATE', '2026-13-01'],
    ['DATE', '2026-03-01T00:00:00Z'],
    ['TIME', '25:00:00'],
    ['TIMESTAMP', '2026-03-01T10:20:30Z'],
    ['DECIMAL', '12,5'],
    ['UUID', 'not-a-uuid'],
    ['JSON', '{a:1}'],
  ] as const)('refuses %s %s', async (hint, value) => {
    await expect(api.execute('select :v', [text('v', value, hint)])).rejects.toMatchObject({
      name: 'BadRequestException',
    });
  });

  it('never guesses: a plain string is text and does not fit a uuid or jsonb column', async () => {
    const id = '7a1e0000-0000-4000-8000-000000000001';
    await expect(
      api.execute('insert into item (id, ref) values (1, :r)', [text('r', id)]),
    ).rejects.toMatchObject({
      name: 'DatabaseErrorException',
      message: expect.stringContaining('SQLState: 42804'),
    });
    await api.execute('insert into item (id, ref, data) values (1, :r, :d)', [
      text('r', id, 'UUID'),
      text('d', '{"a":1}', 'JSON'),
    ]);
    expect(await api.value("select data->>'a' from item")).toEqual({ stringValue: '1' });
  });

  it('refuses arrays, unknown names and values that are none', async () => {
    await expect(
      api.execute('select :a', [{ name: 'a', value: { arrayValue: { stringValues: ['x'] } } }]),
    ).rejects.toMatchObject({ name: 'ValidationException' });
    await expect(api.execute('select :a, :b', [text('a', 'x')])).rejects.toMatchObject({
      name: 'BadRequestException',
      message: 'Cannot find parameter: b',
    });
    await expect(api.execute('select :a', [{ name: 'a' }])).rejects.toMatchObject({
      name: 'BadRequestException',
    });
  });

  it('runs a batch once for each set', async () => {
    const sets = [1, 2, 3].map((id) => [long('id', id), text('name', `n${id}`)]);
    const { updateResults } = await api.batch('insert into item (id, name) values (:id, :name)', sets);
    expect(updateResults).toHaveLength(3);
    expect(await api.value("select string_agg(name, ',' order by id) from item")).toEqual({
      stringValue: 'n1,n2,n3',
    });
  });
});

describe('refusals', () => {
  it('gives SQL errors with their state', async () => {
    await expect(api.execute('select * from missing')).rejects.toMatchObject({
      name: 'DatabaseErrorException',
      message: 'ERROR: relation "missing" does not exist; SQLState: 42P01',
      $metadata: { httpStatusCode: 400 },
    });
    await api.execute('insert into item (id) values (1)');
    await expect(api.execute('insert into item (id) values (1)')).rejects.toMatchObject({
      message: expect.stringContaining('SQLState: 23505'),
    });
  });

  it('takes one statement a call', async () => {
    await expect(api.execute('select 1; select 2')).rejects.toMatchObject({
      name: 'ValidationException',
      message: "Multistatements aren't supported.",
    });
    expect(await api.value("select ';' ; -- the end")).toEqual({ stringValue: ';' });
  });

  it('knows one cluster, one secret and one database', async () => {
    const wrong = `${cluster.clusterArn}x`;
    await expect(api.execute('select 1', [], { resourceArn: wrong })).rejects.toMatchObject({
      name: 'DatabaseNotFoundException',
    });
    await expect(api.execute('select 1', [], { secretArn: wrong })).rejects.toMatchObject({
      name: 'SecretsErrorException',
    });
    await expect(api.execute('select 1', [], { database: 'other' })).rejects.toMatchObject({
      name: 'DatabaseErrorException',
      message: expect.stringContaining('3D000'),
    });
  });

  it('keeps to 64 KB a row, 1 MiB a response and 4 MiB a request', async () => {
    expect((await api.value("select repeat('x', 65536)"))!.stringValue).toHaveLength(65_536);
    await expect(api.execute("select repeat('x', 65537)")).rejects.toMatchObject({
      name: 'BadRequestException',
    });
    const rows = (count: number) =>
      api.execute(`select repeat('x', 65536) from generate_series(1, ${count})`);
    expect((await rows(16)).records).toHaveLength(16);
    await expect(rows(17)).rejects.toMatchObject({
      name: 'BadRequestException',
      message: 'Database returned more than the allowed response size limit',
    });
    const megabyte = 'x'.repeat(1024 * 1024);
    expect(await api.value('select length(:a)', [text('a', megabyte.repeat(3))])).toEqual({
      longValue: 3 * 1024 * 1024,
    });
    await expect(api.execute('select length(:a)', [text('a', megabyte.repeat(4))])).rejects.toMatchObject({
      name: 'BadRequestException',
    });
  });

  it('refuses what is not the protocol', async () => {
    const post = (path: string, body: string) => fetch(`${api.endpoint}${path}`, { method: 'POST', body });
    expect((await post('/Execute', '{')).status).toBe(400);
    expect((await post('/Execute', '{}')).headers.get('x-amzn-errortype')).toBe('ValidationException');
    expect((await post('/ExecuteSql', '{}')).status).toBe(404);
  });

  it('says that the database resumes for as many calls as it was told', async () => {
    const paused = await startDataApi(engine, { resuming: { calls: 2 } });
    try {
      const resuming = { name: 'DatabaseResumingException' };
      await expect(paused.execute('select 1')).rejects.toMatchObject(resuming);
      await expect(paused.execute('select 1')).rejects.toMatchObject(resuming);
      expect(await paused.value('select 1')).toEqual({ longValue: 1 });
    } finally {
      await paused.close();
    }
  });
});

describe('transactions', () => {
  it('keeps what was committed and forgets what was rolled back', async () => {
    const kept = await api.begin();
    await api.execute('insert into item (id) values (1)', [], { transactionId: kept });
    expect(await api.commit(kept)).toMatchObject({ transactionStatus: 'Transaction Committed' });
    const forgotten = await api.begin();
    await api.execute('insert into item (id) values (2)', [], { transactionId: forgotten });
    expect(await api.rollback(forgotten)).toMatchObject({ transactionStatus: 'Rollback Complete' });
    expect(await api.value('select array_agg(id) from item')).toEqual({ arrayValue: { longValues: [1] } });
  });

  it('isolates an open transaction from other calls', async () => {
    const id = await api.begin();
    await api.execute('insert into item (id) values (1)', [], { transactionId: id });
    const outside = api.value('select count(*) from item');
    await new Promise((resolve) => setTimeout(resolve, 50));
    await api.rollback(id);
    expect(await outside).toEqual({ longValue: 0 });
  });

  it('gives waiting transactions their turn in order', async () => {
    const order: number[] = [];
    const first = await api.begin();
    const others = [1, 2, 3].map(async (number) => {
      await new Promise((resolve) => setTimeout(resolve, number * 20));
      const id = await api.begin();
      order.push(number);
      await api.commit(id);
    });
    await new Promise((resolve) => setTimeout(resolve, 100));
    if (url === undefined) expect(order).toEqual([]);
    await api.commit(first);
    await Promise.all(others);
    expect(order).toEqual([1, 2, 3]);
  });

  it('takes one call at a time in a transaction', async () => {
    const id = await api.begin();
    const calls = ['select pg_sleep(0.2)', 'select 1'].map((sql) =>
      api.execute(sql, [], { transactionId: id }),
    );
    const outcomes = await Promise.allSettled(calls);
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused).toMatchObject([
      { reason: { name: 'DatabaseErrorException', message: 'Transaction is still running a query' } },
    ]);
    await api.rollback(id);
  });

  it('is gone after an error, but for the rollback', async () => {
    const id = await api.begin();
    await api.execute('insert into item (id) values (1)', [], { transactionId: id });
    await expect(api.execute('select * from missing', [], { transactionId: id })).rejects.toMatchObject({
      name: 'DatabaseErrorException',
    });
    for (const next of [() => api.execute('select 1', [], { transactionId: id }), () => api.commit(id)])
      await expect(next()).rejects.toMatchObject({ name: 'TransactionNotFoundException' });
    expect(await api.rollback(id)).toMatchObject({ transactionStatus: 'Rollback Complete' });
    expect(await api.value('select count(*) from item')).toEqual({ longValue: 0 });
  });

  it('does not know ids that it never gave or that have ended', async () => {
    const id = await api.begin();
    await api.commit(id);
    for (const unknown of [id, 'never-given'])
      for (const call of [api.commit, api.rollback])
        await expect(call(unknown)).rejects.toMatchObject({
          name: 'TransactionNotFoundException',
          $metadata: { httpStatusCode: 404 },
        });
  });

  it('rolls back a transaction that stays idle', async () => {
    const impatient = await startDataApi(engine, { limits: { transactionIdleMilliseconds: 100 } });
    try {
      const id = await impatient.begin();
      await impatient.execute('insert into item (id) values (1)', [], { transactionId: id });
      expect(await impatient.value('select count(*) from item')).toEqual({ longValue: 0 });
      await new Promise((resolve) => setTimeout(resolve, 150));
      await expect(impatient.commit(id)).rejects.toMatchObject({ name: 'TransactionNotFoundException' });
    } finally {
      await impatient.close();
    }
  });

  it('ends a call that waits or runs too long', async () => {
    const impatient = await startDataApi(engine, { limits: { callMilliseconds: 100 } });
    try {
      await expect(impatient.execute('select pg_sleep(0.3)')).rejects.toMatchObject({
        name: 'StatementTimeoutException',
      });
      if (url !== undefined) return;
      const id = await impatient.begin();
      await expect(impatient.execute('select 1')).rejects.toMatchObject({
        name: 'StatementTimeoutException',
      });
      await impatient.rollback(id);
    } finally {
      await impatient.close();
    }
  });

  it('leaves no settings, locks or temporary tables to the next caller', async () => {
    await api.execute("set application_name = 'left behind'");
    await api.execute('create temporary table scratch (id int)');
    await api.execute('select pg_advisory_lock(42)');
    expect(await api.value("select current_setting('application_name')")).not.toEqual({
      stringValue: 'left behind',
    });
    await expect(api.execute('select * from scratch')).rejects.toMatchObject({
      name: 'DatabaseErrorException',
    });
    expect(await api.value("select count(*) from pg_locks where locktype = 'advisory'")).toEqual({
      longValue: 0,
    });
    expect(await api.value("select current_setting('TimeZone')")).toEqual({ stringValue: 'UTC' });
  });
});

describe('extensions', () => {
  it.each(['pg_trgm', 'btree_gist', 'cube', 'earthdistance'])('has %s', async (name) => {
    await api.execute(`create extension if not exists ${name}`);
    expect(await api.value('select extname from pg_extension where extname = :n', [text('n', name)])).toEqual(
      {
        stringValue: name,
      },
    );
  });
});
