import { distance } from 'fastest-levenshtein';
import type { ReportFilter } from '../../../domain/filter.ts';
import type { Sql } from './client.ts';
import type { PreparedFilter } from './report-filter.ts';
import { scopeOf } from './search-scope.ts';
import { list } from './statements.ts';

/** Shorter words are too near to each other to guess. */
const SHORTEST = 5;
/** Words of a search beyond these are not put right. */
const MOST_WORDS = 12;

const wordsOf = (q: string): string[] =>
  [...new Set(q.toLowerCase().match(/[\p{L}\p{M}]+/gu) ?? [])]
    .filter((word) => word.length >= SHORTEST && word.length <= 40)
    .slice(0, MOST_WORDS);

/** Two letters beside each other in the wrong order. */
function isSwap(word: string, candidate: string): boolean {
  const at = Array.from(word).findIndex((letter, index) => letter !== candidate[index]);
  const swapped = word.slice(0, at) + word.charAt(at + 1) + word.charAt(at) + word.slice(at + 2);
  return at >= 0 && swapped === candidate;
}

/** One slip in a short word, two in a long one, and never in the first letter. */
const isSlipOf = (word: string, candidate: string): boolean =>
  candidate[0] === word[0] &&
  (distance(word, candidate) <= (word.length < 8 ? 1 : 2) || isSwap(word, candidate));

interface Unknown {
  word: string;
  candidate: string | null;
}

/**
 * Words that no report contains as they stand, nor one in reach in another form, with the known words that look like them,
 * likest first. The first test spares the second, which costs as much as the search itself.
 */
const unknownWords = (words: string): string => `
  select w.word, c.word as candidate
  from (values ${words}) w(word)
  left join lateral (
    select v.word from report_words v where v.tenant_id = :tenant order by v.word <-> w.word limit 10) c on true
  where not exists (select 1 from report_words k where k.tenant_id = :tenant and k.word = w.word) and not exists (
    select 1 from report_index r where r.tenant_id = :tenant and not r.removed
      and r.search @@ (:scope::tsquery && plainto_tsquery('english', w.word)))`;

async function corrected(sql: Sql, tenantId: string, q: string, scope: string): Promise<string | undefined> {
  const words = wordsOf(q);
  if (words.length === 0) return undefined;
  const { values } = list('word', words);
  const rowsOfWords = Object.keys(values)
    .map((name) => `(:${name}::text)`)
    .join(', ');
  const unknown = await sql.rows<Unknown>(unknownWords(rowsOfWords), { tenant: tenantId, scope, ...values });
  const replacements = new Map<string, string>();
  for (const { word, candidate } of unknown)
    if (candidate !== null && !replacements.has(word) && isSlipOf(word, candidate))
      replacements.set(word, candidate);
  if (replacements.size === 0) return undefined;
  return q.toLowerCase().replace(/[\p{L}\p{M}]+/gu, (word) => replacements.get(word) ?? word);
}

/**
 * Looks the search words up before the search: a word that occurs nowhere is searched for as the known word it most
 * resembles. `q` reads like a web search ("exact words", -without, or); no text in it is an error.
 */
export async function prepare(sql: Sql, tenantId: string, filter: ReportFilter): Promise<PreparedFilter> {
  const { q, domain_id } = filter;
  if (q === undefined) return { filter, text: undefined };
  const plain = q.replaceAll('\u0000', ' ').toWellFormed();
  const scope = scopeOf(tenantId, domain_id);
  const better = await corrected(sql, tenantId, plain, scope);
  const query = better === undefined ? AS_GIVEN : AS_GIVEN_OR_CORRECTED;
  // An empty query, of stop words only, would leave the scope alone, which everything is in.
  const condition = `numnode(${query}) > 0 and r.search @@ (:scope::tsquery && ${query})`;
  const values = { q: plain, ...(better === undefined ? {} : { corrected: better }) };
  return { filter, text: { text: condition, values, query } };
}

const AS_GIVEN = `websearch_to_tsquery('english', :q)`;
const AS_GIVEN_OR_CORRECTED = `(${AS_GIVEN} || websearch_to_tsquery('english', :corrected))`;
