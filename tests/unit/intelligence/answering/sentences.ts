import { readFileSync } from 'node:fs';
import type { DomainKey } from '../../../evals/schemas.ts';

export type Row = readonly [domain: DomainKey, sentence: string, expected: string];

/** Rows of a table in this folder: "sentence => expectation", below the "@domain" they belong to. */
export function readRows(file: string): Row[] {
  const lines = readFileSync(new URL(file, import.meta.url), 'utf8').split('\n');
  const rows: Row[] = [];
  let domain: DomainKey = 'civic_complaints';
  for (const line of lines) {
    if (line.startsWith('#') || line.trim() === '') continue;
    if (line.startsWith('@')) {
      domain = line.slice(1) as DomainKey;
      continue;
    }
    const cut = line.search(
      / =>(?: (?:command|none|no command|open\b|[a-z_]+=|by |per |asc|desc|versus|unmatched|\|)|$)/,
    );
    rows.push([domain, line.slice(0, cut), line.slice(cut + 3).trim()]);
  }
  return rows;
}
