/** Timestamps in what `sls deploy list` prints, oldest first. */
export const timestampsIn = (listing: string): string[] =>
  [...listing.matchAll(/^Timestamp: (\d+)$/gm)].map(([, timestamp = '']) => timestamp).sort();

/** The deployment before the current one. Throws when there is none. */
export function previousDeployment(listing: string): string {
  const timestamp = timestampsIn(listing).at(-2);
  if (timestamp === undefined) throw new Error('There is no earlier deployment to go back to.');
  return timestamp;
}
