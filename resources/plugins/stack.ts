import { emptyBuckets } from './empty-buckets.ts';
import { addFunctionAlarms } from './function-alarms.ts';
import { addFunctionRoles } from './function-roles.ts';
import type { Serverless, Writers } from './serverless.ts';

/**
 * What every function of the stack gets without being asked: a role of its own and its alarms. On removal it empties the
 * buckets that the stage does not retain.
 */
export default class StackPlugin {
  readonly hooks: Readonly<Record<string, () => void | Promise<void>>>;

  constructor(serverless: Serverless, _options: unknown, writers: Writers) {
    this.hooks = {
      'before:package:setupProviderConfiguration': () => {
        addFunctionRoles(serverless);
        addFunctionAlarms(serverless);
      },
      'before:remove:remove': () => emptyBuckets(serverless, writers),
    };
  }
}
