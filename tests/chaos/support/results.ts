import { appendFileSync } from 'node:fs';

/** One line of results.md: a bar of the engine and what was measured. Printed, and kept when run.ts asks for it. */
export function measured(bar: string, allowed: string, found: string): void {
  process.stdout.write(`${bar}: ${found} (allowed: ${allowed})\n`);
  const file = process.env['CHAOS_RESULTS'];
  if (file !== undefined) appendFileSync(file, `${JSON.stringify({ bar, allowed, found })}\n`);
}
