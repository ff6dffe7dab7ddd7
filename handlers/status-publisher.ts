import { liveStatus } from '../lib/app.ts';
import { statusBatch } from '../lib/http/events.ts';

/** A batch of status events of one tenant: on record, then to everyone who listens. */
export const handler = (event: unknown): Promise<void> => {
  const { tenantId, events } = statusBatch.parse(event);
  return liveStatus().publish(tenantId, events);
};
