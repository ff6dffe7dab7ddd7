import { sls } from './commands.ts';

/** Timestamps in what `sls deploy list` prints, oldest first. */
export const timestampsIn = (listing: string): string[] =>
  [...listing.matchAll(/^Timestamp: (\d+)$/gm)].map(([, timestamp = '']) => timestamp).sort();

/** The deployment before the current one. Throws when there is none. */
export function previousDeployment(listing: string): string {
  const timestamp = timestampsIn(listing).at(-2);
  if (timestamp === undefined) throw new Error('There is no earlier deployment to go back to.');
  return timestamp;
}

/** Puts an earlier deployment of the stage back in place: the given one, or the one before the current. Answers which. */
export async function goBack(stage: string, region: string, to?: string): Promise<string> {
  const where = ['--stage', stage, '--region', region];
  const timestamp = to ?? previousDeployment(await sls('deploy', 'list', ...where));
  await sls('rollback', '--timestamp', timestamp, ...where);
  return timestamp;
}
