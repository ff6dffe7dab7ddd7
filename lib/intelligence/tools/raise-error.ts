import * as z from 'zod';
import { defineTool, type ToolDefinition } from './tool.ts';

export const RAISE_ERROR = 'raise_error';

/** Every agent has it. The runner ends the run with the message as the agent's error. */
export const raiseError: ToolDefinition = defineTool({
  name: RAISE_ERROR,
  description:
    'Ends this run as failed with the given message. Use it only when your instructions tell you to refuse or to fail.',
  input: z.strictObject({ message: z.string().min(1).max(1_000) }),
  run: async (_scope, { message }) => Promise.resolve({ value: { raised: message } }),
});
