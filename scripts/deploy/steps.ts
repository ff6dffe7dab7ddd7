export interface Step {
  readonly title: string;
  /** Left out of a dry run, which changes nothing outside this machine. */
  readonly changesTheStack?: boolean;
  /** Answers what to say about it; throws when the deployment must stop here. */
  readonly run: () => Promise<string>;
  /** Takes the step back when a later one fails. */
  readonly undo?: () => Promise<string>;
}

interface Report {
  readonly say: (line: string) => void;
  readonly dryRun: boolean;
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

const attempt = async (
  say: Report['say'],
  title: string,
  action: () => Promise<string>,
): Promise<boolean> => {
  try {
    say(`      ${await action()}`);
    return true;
  } catch (error) {
    say(`FAILED at "${title}": ${reasonOf(error)}`);
    return false;
  }
};

async function takeBack(done: readonly Step[], say: Report['say']): Promise<void> {
  for (const { title, undo } of done.toReversed()) {
    if (undo === undefined) continue;
    say(`Taking back "${title}"`);
    await attempt(say, `taking back "${title}"`, undo);
  }
}

/**
 * Runs the steps in order and stops at the first that fails, saying why and what was not done; steps that know how are
 * taken back. Answers whether all held.
 */
export async function runSteps(steps: readonly Step[], { say, dryRun }: Report): Promise<boolean> {
  const done: Step[] = [];
  for (const [index, step] of steps.entries()) {
    const heading = `[${index + 1}/${steps.length}] ${step.title}`;
    if (dryRun && step.changesTheStack === true) {
      say(`${heading}: left out of a dry run`);
      continue;
    }
    say(heading);
    if (!(await attempt(say, step.title, step.run))) {
      const undone = steps.slice(index + 1).map(({ title }) => title);
      if (undone.length > 0) say(`Not done: ${undone.join(', ')}.`);
      await takeBack(done, say);
      return false;
    }
    done.push(step);
  }
  return true;
}
