/** Rewrites every number, list and selection of the question and command sets from their filters and the store. */
import { withComputedAnswer, withComputedSelection } from './computed.ts';
import { halves, readCommands, readQuestions, readStore, writeLines } from './data.ts';

const store = readStore();
for (const half of halves) {
  writeLines(
    'questions',
    half,
    readQuestions(half).map((line) => withComputedAnswer(line, store)),
  );
  writeLines(
    'commands',
    half,
    readCommands(half).map((line) => withComputedSelection(line, store)),
  );
}
