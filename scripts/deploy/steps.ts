export interface Step {
  readonly title: string;
  /** Left out of a dry run, which changes nothing outside this machine. */
  readonly changesTheStack?: boolean;
  /** Answers what to say about it; throws when the deployment must stop here. */
  readonly run: () => Promise<string>;
}

interface Report {
  readonly say: (line: string) => void;
  readonly dryRun: boolean;
}

const reasonOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

/** Runs the steps in order and stops at the first that fails, saying why and what was not done. Answers whether all held. */
export async function runSteps(steps: readonly Step[], { say, dryRun }: Report): Promise<boolean> {
  for (const [index, { title, changesTheStack, run }] of steps.entries()) {
    const heading = `[${index + 1}/${steps.length}] ${title}`;
    if (dryRun && changesTheStack === true) {
      say(`${heading}: left out of a dry run`);
      continue;
    }
    say(heading);
    try {
      say(`      ${await run()}`);
    } catch (error) {
      say(`FAILED at "${title}": ${reasonOf(error)}`);
      const undone = steps.slice(index + 1).map((step) => step.title);
      if (undone.length > 0) say(`Not done: ${undone.join(', ')}.`);
      return false;
    }
  }
  return true;
}
