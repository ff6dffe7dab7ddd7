import type { StatusEvent, StatusLog, StatusPublisher, StatusTransport } from '../ports/live.ts';
import type { Clock, Log } from '../ports/world.ts';

const EVERY_MS = 100;
const MAX_BATCH = 200;

interface Outbox {
  waiting: StatusEvent[];
  /** Under way, or to be sent once more. */
  batch: StatusEvent[];
  sender?: Promise<void>;
}

/**
 * Hands events over in batches, one batch of a tenant under way at a time: order is kept, and while the other side is
 * slow the next batch grows. What could not be sent is tried again with the next batch. Nothing here is ever awaited by
 * a job but the bounded `flush` at its end.
 */
export function makeBatchingPublisher(
  transport: StatusTransport,
  statusLog: Pick<StatusLog, 'lastSequence'>,
  { clock, log }: { clock: Clock; log: Log },
  everyMs = EVERY_MS,
): StatusPublisher {
  const outboxes = new Map<string, Outbox>();
  let hurry = new AbortController();
  let flushing = 0;

  const outboxOf = (tenantId: string): Outbox => {
    const outbox = outboxes.get(tenantId) ?? { waiting: [], batch: [] };
    outboxes.set(tenantId, outbox);
    return outbox;
  };

  /** A batch stays as it is until it is through: the other side knows a repeated one by its first event. */
  const sendBatch = async (tenantId: string, outbox: Outbox): Promise<boolean> => {
    if (outbox.batch.length === 0) outbox.batch = outbox.waiting.splice(0, MAX_BATCH);
    try {
      await transport.send(tenantId, outbox.batch);
      outbox.batch = [];
      return true;
    } catch (error) {
      log.warn('Status events could not be handed over.', { tenant_id: tenantId, error });
      return false;
    }
  };

  /**
   * Ends when the outbox is empty, or at a failure; the next event or flush starts it again. Makes no pause while a job
   * waits for its end.
   */
  const drain = async (tenantId: string, outbox: Outbox): Promise<void> => {
    do if (flushing === 0) await clock.sleep(everyMs, hurry.signal);
    while ((await sendBatch(tenantId, outbox)) && outbox.waiting.length > 0);
    delete outbox.sender;
    if (outbox.waiting.length + outbox.batch.length === 0) outboxes.delete(tenantId);
  };
  const startDraining = (tenantId: string, outbox: Outbox): Promise<void> =>
    (outbox.sender ??= drain(tenantId, outbox));

  return {
    publish: (tenantId, event) => {
      const outbox = outboxOf(tenantId);
      outbox.waiting.push(event);
      void startDraining(tenantId, outbox);
    },
    flush: async (ms) => {
      hurry.abort();
      hurry = new AbortController();
      flushing += 1;
      const ended = new AbortController();
      const sent = Promise.all([...outboxes].map(([tenantId, outbox]) => startDraining(tenantId, outbox)));
      await Promise.race([sent, clock.sleep(ms, ended.signal)]);
      flushing -= 1;
      ended.abort();
    },
    lastSequence: (ref) => statusLog.lastSequence(ref),
  };
}
