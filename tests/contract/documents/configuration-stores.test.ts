import { randomUUID } from 'node:crypto';
import { expect, it } from '@jest/globals';
import { makeCounterStore } from '../../../lib/adapters/documents/counter-store.ts';
import { makeSettingsStore } from '../../../lib/adapters/documents/settings-store.ts';
import { makeToolStore } from '../../../lib/adapters/documents/tool-store.ts';
import { makeUsageStore } from '../../../lib/adapters/documents/usage-store.ts';
import { defaultSettings } from '../../../lib/domain/settings.ts';
import type { CustomTool } from '../../../lib/domain/tool.ts';
import { onEveryDocumentBackend } from '../../support/document-backends.ts';

const at = '2026-11-23T10:00:00.000Z';
const toolOf = (tool_name: string, version = 1): CustomTool => ({
  id: tool_name,
  tool_name,
  description: 'x',
  endpoint: 'https://example.com/',
  method: 'POST',
  parameters_schema: { type: 'object' },
  auth: { type: 'none' },
  version,
  created_at: at,
  updated_at: at,
  created_by: 'nora',
});
const settled = async (work: Promise<unknown>[]): Promise<number> =>
  (await Promise.allSettled(work)).filter(({ status }) => status === 'fulfilled').length;

onEveryDocumentBackend('the stores of configuration', (tables) => {
  const tenants = (): [string, string] => [`a ${randomUUID()}`, `b ${randomUUID()}`];

  it('keeps the tools of tenants apart', async () => {
    const [mine, other] = tenants();
    const tools = makeToolStore(tables());
    await tools.insert(mine, toolOf('level'));
    await tools.insert(other, toolOf('level', 1));
    await tools.insert(mine, toolOf('depth'));

    expect((await tools.list(mine)).map(({ tool_name }) => tool_name)).toEqual(['depth', 'level']);
    expect((await tools.list(other)).map(({ tool_name }) => tool_name)).toEqual(['level']);
    expect(await tools.find(other, 'depth')).toBeUndefined();
    expect(await tools.remove(other, 'depth')).toBe(false);
    await expect(tools.update(other, toolOf('depth', 2))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect(await tools.remove(mine, 'depth')).toBe(true);
  });

  it('lets one of two writers of a tool win', async () => {
    const [mine] = tenants();
    const tools = makeToolStore(tables());
    expect(await settled([tools.insert(mine, toolOf('level')), tools.insert(mine, toolOf('level'))])).toBe(1);
    expect(
      await settled([tools.update(mine, toolOf('level', 2)), tools.update(mine, toolOf('level', 2))]),
    ).toBe(1);
    await expect(tools.insert(mine, toolOf('level'))).rejects.toMatchObject({ code: 'CONFLICT' });
    await expect(tools.update(mine, toolOf('level', 2))).rejects.toMatchObject({
      code: 'VERSION_CONFLICT',
      data: { current_version: 2 },
    });
  });

  it('lets one of two writers of settings win, and keeps tenants apart', async () => {
    const [mine, other] = tenants();
    const settings = makeSettingsStore(tables());
    const first = { ...defaultSettings, version: 1 };
    expect(await settings.find(mine)).toBeUndefined();
    expect(await settled([settings.put(mine, first), settings.put(mine, first)])).toBe(1);
    expect(
      await settled([
        settings.put(mine, { ...first, version: 2 }),
        settings.put(mine, { ...first, version: 2 }),
      ]),
    ).toBe(1);
    expect((await settings.find(mine))?.version).toBe(2);
    expect(await settings.find(other)).toBeUndefined();
  });

  it('adds to a counter only within every limit, however many add at once', async () => {
    const [mine, other] = tenants();
    const counters = makeCounterStore(tables());
    const expires = new Date(Date.now() + 60_000);
    expect(await counters.add(mine, 'x', { tokens: 1 })).toBe(false);
    await Promise.all([
      counters.start(mine, 'x', { tokens: 5, usd: 0 }, expires),
      counters.start(mine, 'x', { tokens: 5, usd: 0 }, expires),
    ]);
    const adds = Array.from({ length: 10 }, () =>
      counters.add(mine, 'x', { tokens: 2, usd: 1 }, { tokens: 12, usd: 100 }),
    );

    expect((await Promise.all(adds)).filter(Boolean)).toHaveLength(3);
    expect(await counters.read(mine, 'x')).toEqual({ tokens: 11, usd: 3 });
    expect(await counters.add(mine, 'x', { tokens: -1 })).toBe(true);
    expect(await counters.read(other, 'x')).toBeUndefined();
    expect(await counters.add(other, 'x', { tokens: 1 })).toBe(false);
  });

  it('books a call once, on its day and tenant', async () => {
    const [mine, other] = tenants();
    const usage = makeUsageStore(tables());
    const entry = {
      call_id: 'use_1',
      at,
      job_id: 'j',
      agent_id: 'a',
      domain_id: 'd',
      model: 'm',
      input_tokens: 3,
      output_tokens: 2,
      cost_usd: 0.5,
    };
    await Promise.all([
      usage.record(mine, entry),
      usage.record(mine, entry),
      usage.record(mine, { ...entry, call_id: 'use_2' }),
    ]);

    expect(await usage.listDay(mine, '2026-11-23')).toHaveLength(2);
    expect(await usage.listDay(mine, '2026-11-22')).toEqual([]);
    expect(await usage.listDay(other, '2026-11-23')).toEqual([]);
  });
});
