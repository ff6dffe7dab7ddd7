/**
 * One execution of the orchestrator in a process of its own, on the DynamoDB whose URL it is given. Kills itself at the
 * n-th write when told to: `worker.ts <url> <job id> <notes file> <one-call | two-calls> [<moment> <n>]`.
 */
import type { Moment } from './write-hooks.ts';
import { hookWrites } from './write-hooks.ts';
import { eightNodes, notingAgent, notingModel } from './jobs.ts';
import { connectDynalite } from '../../support/dynalite.ts';
import { makeWorld } from '../../support/engine.ts';

const [url = '', jobId = '', notes = '', agents, moment, n] = process.argv.slice(2);
const kill = moment === undefined ? undefined : { moment: moment as Moment, n: Number(n) };
let writes = 0;
const tables = hookWrites(connectDynalite(url).tables, (at, number) => {
  writes = Math.max(writes, number);
  if (kill?.moment === at && kill.n === number) process.kill(process.pid, 'SIGKILL');
});
const world = makeWorld({
  tables,
  plan: eightNodes,
  script: { '*': (agents === 'two-calls' ? notingModel : notingAgent)(notes) },
  settings: { leaseMs: 500, renewEveryMs: 10_000, keepSlowerThanMs: 0 },
});
const result = await world.engine.run(
  { tenantId: world.tenantId, jobId },
  { requestId: `process-${process.pid}`, remainingMs: () => 900_000 },
);
process.stdout.write(`${result} ${writes}\n`);
process.exit(0);
