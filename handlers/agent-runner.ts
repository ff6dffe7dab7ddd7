import { remoteRuns } from '../lib/app-jobs.ts';

/** Runs one agent once; invoked by the API to try an agent. Nothing is stored. */
export const handler = (payload: unknown) => remoteRuns().serve(payload);
