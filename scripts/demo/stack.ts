import { launchLocalStack, runningStack } from '../../lib/local/launch.ts';
import type { Outputs } from '../../lib/local/outputs.ts';
import { dim, say } from './terminal.ts';

/** Uses the stack that runs on `.local`, or starts one, shows its progress and stops it whatever happens. */
export async function withStack(work: (outputs: Outputs) => Promise<void>): Promise<void> {
  const running = runningStack();
  if (running !== undefined) {
    say(dim(`Using the stack that runs at ${running.apiUrl}.`));
    return work(running);
  }
  say(dim('Starting the local stack (npm start keeps one running)'));
  const stack = await launchLocalStack();
  const interrupt = (): void => void stack.stop().then(() => process.exit(130));
  process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
  try {
    await work(stack.outputs);
  } finally {
    process.removeListener('SIGINT', interrupt).removeListener('SIGTERM', interrupt);
    await stack.stop();
  }
}
