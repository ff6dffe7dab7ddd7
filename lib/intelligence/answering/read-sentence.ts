import type { Interpretation, QueryMode } from '../../domain/query.ts';
import { readCommand } from './commands/read-command.ts';
import { readQuestion } from './read-question.ts';
import { openSentence, readSlots } from './read-slots.ts';
import type { ReadingInput } from './sentence.ts';

/**
 * What a sentence asks for or orders. `mode` is the asker's own word for it: in `query` nothing is read as a command, in
 * `management` a sentence that is no command changes nothing and is read as nothing.
 */
export function readSentence(input: ReadingInput, mode?: QueryMode): Interpretation {
  const command = mode === 'query' ? undefined : readCommand(input, mode);
  if (command) return command;
  const { sentence, names } = openSentence(input);
  return readQuestion(sentence, readSlots(sentence, names));
}
