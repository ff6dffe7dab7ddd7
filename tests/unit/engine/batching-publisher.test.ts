import { describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../lib/adapters/system/clock.ts';
import { makeBatchingPublisher } from '../../../lib/engine/batching-publisher.ts';
import type { StatusEvent } from '../../../lib/ports/live.ts';
import { silentLog } from '../../support/engine.ts';

const event = (sequence: number): StatusEvent => ({
  job_id: 'job',
  sequence,
  status: 'agent_invoking',
  message: '',
  timestamp: '',
});
const none = { lastSequence: () => Promise.resolve(0) };
const make = (send: (events: readonly StatusEvent[]) => Promise<void>) =>
  makeBatchingPublisher(
    { send: (_tenant, events) => send(events) },
    none,
    { clock: systemClock, log: silentLog },
    5,
  );
const sequences = (batches: readonly (readonly StatusEvent[])[]) =>
  batches.map((batch) => batch.map(({ sequence }) => sequence));
const after = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

describe('The batching publisher', () => {
  it('sends what comes within a moment as one batch, in order', async () => {
    const batches: (readonly StatusEvent[])[] = [];
    const publisher = make((events) => Promise.resolve(void batches.push(events)));
    for (const sequence of [1, 2, 3]) publisher.publish('t', event(sequence));
    await after(20);
    publisher.publish('t', event(4));
    await publisher.flush(1_000);
    expect(sequences(batches)).toEqual([[1, 2, 3], [4]]);
  });

  it('lets the next batch grow while the other side is slow, and has one under way at a time', async () => {
    const batches: (readonly StatusEvent[])[] = [];
    let under = 0;
    const publisher = make(async (events) => {
      under += 1;
      expect(under).toBe(1);
      await after(30);
      under -= 1;
      batches.push(events);
    });
    for (let sequence = 1; sequence <= 10; sequence++) {
      publisher.publish('t', event(sequence));
      await after(4);
    }
    await publisher.flush(1_000);
    expect(batches.flat().map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
    expect(batches.length).toBeLessThan(6);
  });

  it('makes no pause between batches while a job waits for its end', async () => {
    const batches: (readonly StatusEvent[])[] = [];
    const publisher = makeBatchingPublisher(
      { send: (_tenant, events) => after(5).then(() => void batches.push(events)) },
      none,
      { clock: systemClock, log: silentLog },
      60_000,
    );
    for (let sequence = 1; sequence <= 450; sequence++) publisher.publish('t', event(sequence));
    await publisher.flush(3_000);
    expect(batches.map(({ length }) => length)).toEqual([200, 200, 50]);
  });

  it('sends a failed batch again, unchanged, before anything newer', async () => {
    const tried: (readonly StatusEvent[])[] = [];
    const publisher = make((events) => {
      tried.push([...events]);
      return tried.length === 1 ? Promise.reject(new Error('away')) : Promise.resolve();
    });
    publisher.publish('t', event(1));
    await after(15);
    publisher.publish('t', event(2));
    await publisher.flush(1_000);
    expect(sequences(tried)).toEqual([[1], [1], [2]]);
  });

  it('waits no longer than it is told to', async () => {
    const publisher = make(() => new Promise(() => undefined));
    publisher.publish('t', event(1));
    const started = Date.now();
    await publisher.flush(30);
    expect(Date.now() - started).toBeLessThan(200);
  });
});
