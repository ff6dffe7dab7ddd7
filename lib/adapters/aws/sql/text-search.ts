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

/** The text search configurations that search_language() in the schema answers. */
const configurations = (
  'arabic armenian basque catalan danish dutch english finnish french german greek hindi hungarian indonesian irish ' +
  'italian lithuanian nepali norwegian portuguese romanian russian serbian simple spanish swedish tamil turkish yiddish'
).split(' ');
/** Of a tenant without reports, whose searches find nothing. */
const DEFAULT = 'english';

interface Found {
  language: string | null;
  word: string | null;
  candidate: string | null;
}

const usedLanguages = (ofDomain: string): string => `
  with used as (select distinct language from report_languages where tenant_id = :tenant ${ofDomain})
  select language, null::text as word, null::text as candidate from used`;

/**
 * Words that no report contains as they stand, nor one in reach in another form of its language, with the known words
 * that look like them, likest first. The first test spares the second, which costs as much as the search itself and, as the
 * tenant's predicate is no column's, goes by the index of words: any other way reads all of the tenant's reports.
 */
const unknownWords = (words: string): string => `
  union all
  select null::text, w.word, c.word
  from (values ${words}) w(word)
  left join lateral (
    select v.word from report_words v where v.tenant_id = :tenant order by v.word <-> w.word limit 10) c on true
  where case when exists (select 1 from report_words k where k.tenant_id = :tenant and k.word = w.word) then false
    else not exists (
      select 1 from used u, report_index r
      where r.tenant_id || '' = :tenant and not r.removed and r.language = u.language
        and r.search @@ (:scope::tsquery && plainto_tsquery(u.language::regconfig, w.word))) end`;

interface LookedUp {
  readonly languages: readonly string[];
  /** Absent when no word of the search looks misspelt. */
  readonly corrected: string | undefined;
}

function correct(q: string, found: readonly Found[]): string | undefined {
  const replacements = new Map<string, string>();
  for (const { word, candidate } of found)
    if (word !== null && candidate !== null && !replacements.has(word) && isSlipOf(word, candidate))
      replacements.set(word, candidate);
  if (replacements.size === 0) return undefined;
  return q.toLowerCase().replace(/[\p{L}\p{M}]+/gu, (word) => replacements.get(word) ?? word);
}

/** What a search has to know beforehand, in one statement. */
async function lookUp(
  sql: Sql,
  tenantId: string,
  q: string,
  domainId: string | undefined,
): Promise<LookedUp> {
  const { values } = list('word', wordsOf(q));
  const words = Object.keys(values).map((name) => `(:${name}::text)`);
  const used = usedLanguages(domainId === undefined ? '' : 'and domain_id = :domain');
  const found = await sql.rows<Found>(words.length === 0 ? used : used + unknownWords(words.join(', ')), {
    tenant: tenantId,
    domain: domainId,
    scope: scopeOf(tenantId, domainId),
    ...values,
  });
  const known = found
    .flatMap(({ language }) => language ?? [])
    .filter((name) => configurations.includes(name));
  return { languages: known.length === 0 ? [DEFAULT] : known, corrected: correct(q, found) };
}

/**
 * Looks languages and words up before the search: a report is searched in the language that its domain had when it was
 * indexed, and a word that occurs nowhere is searched for as the known word it most resembles. `q` reads like a web
 * search ("exact words", -without, or); no text in it is an error.
 */
export async function prepare(sql: Sql, tenantId: string, filter: ReportFilter): Promise<PreparedFilter> {
  const { q, domain_id } = filter;
  if (q === undefined) return { filter, text: undefined };
  const plain = q.replaceAll('\u0000', ' ').toWellFormed();
  const { languages, corrected } = await lookUp(sql, tenantId, plain, domain_id);
  const values = { q: plain, ...(corrected === undefined ? {} : { corrected }) };
  return { filter, text: { ...inLanguages(languages, corrected !== undefined), values } };
}

/** `language` is one of the configurations above, never text from elsewhere, as it stands in the statement. */
function queryIn(language: string, isCorrected: boolean): string {
  const asGiven = `websearch_to_tsquery('${language}', :q)`;
  return isCorrected ? `(${asGiven} || websearch_to_tsquery('${language}', :corrected))` : asGiven;
}

/**
 * Each report by the query in its own language. By all of them joined, "-floods" would let a flood in that another
 * language does not know as one.
 */
function inLanguages(languages: readonly string[], isCorrected: boolean): { text: string; query: string } {
  const each = languages.map((language) => {
    const query = queryIn(language, isCorrected);
    const ofLanguage = `r.language = '${language}'`;
    // An empty query, of stop words only, would leave the scope alone, which everything is in.
    const found = `numnode(${query}) > 0 and r.search @@ (:scope::tsquery && ${query})`;
    return { query, found, ofLanguage };
  });
  const [only, ...others] = each;
  if (only !== undefined && others.length === 0) return { text: only.found, query: only.query };
  const cases = each.map(({ ofLanguage, query }) => `when ${ofLanguage} then ${query}`).join(' ');
  return {
    text: each.map(({ ofLanguage, found }) => `(${ofLanguage} and ${found})`).join(' or '),
    query: `(case ${cases} end)`,
  };
}
