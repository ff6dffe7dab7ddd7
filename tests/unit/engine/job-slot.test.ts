import { describe, expect, it } from '@jest/globals';
import { makeJobSlots } from '../../../lib/adapters/documents/job-slots.ts';
import { makeMemoryTables } from '../../../lib/adapters/memory/memory-table.ts';
import { holdSlot } from '../../../lib/engine/job-slot.ts';
import type { Log } from '../../../lib/ports/world.ts';
import { makeManualClock } from '../../support/documents.ts';
import { silentLog } from '../../support/engine.ts';

const settings = { jobsPerTenant: 1, slotMs: 60_000 };
const job = (jobId: string) => ({ tenantId: 'tenant-a', jobId });
const turns = () => new Promise((resolve) => setImmediate(resolve));

function setUp() {
  const clock = makeManualClock();
  const slots = makeJobSlots(makeMemoryTables());
  const pass = async (seconds: number): Promise<void> => {
    for (let second = 0; second < seconds; second++) {
      clock.advance(1_000);
      await turns();
    }
  };
  return { clock, slots, pass };
}

describe('The slot of a job', () => {
  it('stays its own however long the job takes, and is free at once when it ends', async () => {
    const { clock, slots, pass } = setUp();
    const held = await holdSlot(job('long'), { slots, clock, log: silentLog }, settings);
    await pass(600);
    expect(await holdSlot(job('other'), { slots, clock, log: silentLog }, settings)).toBeUndefined();
    await held?.end();
    expect(await holdSlot(job('other'), { slots, clock, log: silentLog }, settings)).toBeDefined();
  });

  it('is free a minute after the last sign of life of a process that died', async () => {
    const { clock, slots, pass } = setUp();
    const until = new Date(clock.now().getTime() + settings.slotMs);
    await slots.take(job('dead'), { limit: 1, now: clock.now(), until });
    await pass(59);
    expect(await holdSlot(job('other'), { slots, clock, log: silentLog }, settings)).toBeUndefined();
    await pass(1);
    expect(await holdSlot(job('other'), { slots, clock, log: silentLog }, settings)).toBeDefined();
  });

  it('breaks no job when it cannot be extended or given back', async () => {
    const { clock, pass } = setUp();
    const warnings: string[] = [];
    const log: Log = { ...silentLog, warn: (message) => void warnings.push(message) };
    const away = () => Promise.reject(new Error('away'));
    const slots = { take: () => Promise.resolve({ extend: away, free: away }) };
    const held = await holdSlot(job('a'), { slots, clock, log }, settings);
    await pass(20);
    await held?.end();
    expect(warnings).toHaveLength(2);
  });
});
