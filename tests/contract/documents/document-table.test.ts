import { expect, it } from '@jest/globals';
import {
  all,
  any,
  atMost,
  below,
  equals,
  exists,
  missing,
  oneOf,
  queryAll,
} from '../../../lib/adapters/documents/document-table.ts';
import type { Condition } from '../../../lib/adapters/documents/document-table.ts';
import { onEveryDocumentBackend } from '../../support/document-backends.ts';
import { newId } from '../../support/documents.ts';

onEveryDocumentBackend('A document table', (tables) => {
  const table = () => tables().reports;
  const put = async (fields: Record<string, unknown> = {}) => {
    const pk = newId('inc');
    await table().put({ pk, ...fields });
    return { pk };
  };

  it('keeps an item, nested values and all, and forgets undefined', async () => {
    const key = await put({ record: { a: [1, { b: null }], c: undefined }, empty: '' });
    expect(await table().get(key)).toEqual({ ...key, record: { a: [1, { b: null }] }, empty: '' });
  });

  it('keeps numbers of every size, and the nearest it can where it has no room', async () => {
    const numbers = [2 ** 80, -(2 ** 60), 1 / 3, 1e-100, 1e125, 0];
    const key = await put({ record: { numbers, extreme: [1e308, -1e308, 5e-324] } });
    const record = { numbers, extreme: [9.9e125, -9.9e125, 0] };
    expect(await table().get(key)).toEqual({ ...key, record });

    await table().update(key, { set: { 'record.numbers': [1e300, 2 ** 70] } }, exists('pk'));
    expect((await table().get(key))!['record']).toMatchObject({ numbers: [9.9e125, 2 ** 70] });
  });

  it('hands out copies', async () => {
    const key = await put({ record: { a: 1 } });
    const first = await table().get(key);
    (first!['record'] as { a: number }).a = 2;
    expect((await table().get(key))!['record']).toEqual({ a: 1 });
  });

  const cases: [string, Condition, boolean][] = [
    ['exists', exists('n'), true],
    ['exists, absent', exists('x'), false],
    ['missing', missing('x'), true],
    ['missing, present', missing('record.status'), false],
    ['equals', equals('record.status', 'open'), true],
    ['equals of another type', equals('n', '3'), false],
    ['below its own value', below('n', 3), false],
    ['below', below('n', 4), true],
    ['at most', atMost('n', 3), true],
    ['a comparison with what is absent', atMost('x', 3), false],
    ['one of', oneOf('record.status', ['closed', 'open']), true],
    ['none of', oneOf('record.status', ['closed']), false],
    ['all', all(exists('n'), equals('n', 4)), false],
    ['any', any(exists('x'), all(exists('n'), equals('n', 3))), true],
    ['a boolean', equals('flag', false), true],
  ];
  it.each(cases)('decides: %s', async (_name, condition, expected) => {
    const key = await put({ n: 3, flag: false, record: { status: 'open' } });
    const updated = await table().update(key, { set: { seen: true } }, condition);
    expect(updated !== undefined).toBe(expected);
    expect((await table().get(key))!['seen']).toBe(expected ? true : undefined);
  });

  it('sets, defaults, increases and removes in one write and answers the new item', async () => {
    const key = await put({ n: 3, record: { status: 'open', note: 'x' }, kept: 'old' });
    const change = {
      set: { 'record.status': 'closed', ignored: undefined },
      defaults: { kept: 'new', made: 'yes' },
      increase: { n: -1 },
      remove: ['record.note', 'absent'],
    };
    const expected = { ...key, n: 2, record: { status: 'closed' }, kept: 'old', made: 'yes' };
    expect(await table().update(key, change, exists('pk'))).toEqual(expected);
    expect(await table().get(key)).toEqual(expected);
  });

  it('creates nothing when the condition of an update is lost', async () => {
    const key = { pk: newId('inc') };
    expect(await table().update(key, { set: { a: 1 } }, exists('pk'))).toBeUndefined();
    expect(await table().get(key)).toBeUndefined();
  });

  it('lets one of two conditional writers win', async () => {
    const key = await put({ n: 0 });
    const writes = Array.from({ length: 20 }, () =>
      table().update(key, { increase: { n: 1 } }, equals('n', 0)),
    );
    expect((await Promise.all(writes)).filter((item) => item !== undefined)).toHaveLength(1);
  });

  it('refuses an item over 400 KB with a typed error', async () => {
    await expect(put({ text: 'x'.repeat(410 * 1024) })).rejects.toMatchObject({ code: 'PAYLOAD_TOO_LARGE' });
  });

  it('answers what it removes', async () => {
    const key = await put({ n: 1 });
    expect(await table().remove(key, equals('n', 2))).toBeUndefined();
    expect(await table().remove(key)).toEqual({ ...key, n: 1 });
    expect(await table().remove(key)).toBeUndefined();
  });

  it('reads and removes more items than a batch holds', async () => {
    const keys = await Promise.all(Array.from({ length: 130 }, () => put()));
    expect(await table().getMany([...keys, { pk: newId('inc') }])).toHaveLength(130);
    await table().removeMany(keys);
    expect(await table().getMany(keys)).toEqual([]);
  });

  it('pages through a partition in order, in both directions', async () => {
    const pk = newId('msg');
    const names = Array.from({ length: 7 }, (_, index) => `k${index}`);
    for (const sk of names) await tables().messages.put({ pk, sk });
    const selection = { hash: ['pk', pk] as const, limit: 3 };
    const forward = await queryAll(tables().messages, selection);
    expect(forward.map(({ sk }) => sk)).toEqual(names);
    const backward = await queryAll(tables().messages, { ...selection, descending: true });
    expect(backward.map(({ sk }) => sk)).toEqual([...names].reverse());
    expect(await tables().messages.count(selection)).toBe(7);
    const range = ['sk', '>', 'k4'] as const;
    expect(await queryAll(tables().messages, { ...selection, range })).toHaveLength(2);
  });

  it('holds only items that have the keys of an index', async () => {
    const shard = newId('msg');
    const marked = await put({ sweep_shard: shard, sweep_at: '2026-01-01' });
    await put({ sweep_shard: shard });
    const due = {
      index: 'sweep',
      hash: ['sweep_shard', shard],
      range: ['sweep_at', '<=', '2026-02-01'],
    } as const;
    expect((await table().query(due)).items).toMatchObject([marked]);
    await table().update(marked, { remove: ['sweep_shard', 'sweep_at'] }, exists('pk'));
    expect((await table().query(due)).items).toEqual([]);
  });

  it('scans everything', async () => {
    const key = await put({ n: 1 });
    const found: unknown[] = [];
    let after: Record<string, unknown> | undefined;
    do {
      const slice = await table().scan(after);
      found.push(...slice.items.map(({ pk }) => pk));
      after = slice.next;
    } while (after !== undefined);
    expect(found).toContain(key.pk);
  });
});
