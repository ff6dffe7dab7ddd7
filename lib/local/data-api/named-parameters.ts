import { validation } from './errors.ts';

/** `sql` with `$1..$n` in place of `:name`; `names[i]` is the name behind `$i+1`, once per occurrence. */
export interface PositionalStatement {
  readonly sql: string;
  readonly names: readonly string[];
}

/**
 * What may stand between two parameters and must be left alone, in the order of trying: comments (a block
 * comment is matched at its opening, because they nest), strings, quoted names, dollar quotes, casts and the
 * assignment `:=`.
 * PostgreSQL manual, 4.1 "Lexical Structure".
 */
const token =
  /(?<line>--[^\n]*)|(?<block>\/\*)|(?<escaped>\b[eE]'(?:\\[\s\S]|''|[^'\\])*')|(?<text>'(?:''|[^'])*')|(?<quoted>"(?:""|[^"])*")|(?<dollar>\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$)|(?<cast>::|:=)|:(?<name>[A-Za-z_]\w*)|(?<end>;)|(?<word>[A-Za-z_\u0080-\uffff][\w$\u0080-\uffff]*)/g;

const blockCommentEnd = (sql: string, start: number): number => {
  let depth = 0;
  for (const mark of sql.slice(start).matchAll(/\/\*|\*\//g)) {
    depth += mark[0] === '/*' ? 1 : -1;
    if (depth === 0) return start + mark.index + 2;
  }
  return sql.length;
};

const dollarQuoteEnd = (sql: string, start: number, tag: string): number => {
  const end = sql.indexOf(tag, start + tag.length);
  return end < 0 ? sql.length : end + tag.length;
};

const isOnlyBlank = (sql: string): boolean => sql.replaceAll(/--[^\n]*|\/\*[\s\S]*?\*\//g, '').trim() === '';

/**
 * Rewrites the Data API's named parameters into PostgreSQL's positional ones. Every occurrence gets its own
 * position, as through JDBC, so that a `null` takes its type from where it stands.
 * Throws `ValidationException` for a second statement.
 */
export const toPositional = (sql: string): PositionalStatement => {
  const names: string[] = [];
  let output = '';
  let copied = 0;
  const scanner = new RegExp(token);
  for (let match = scanner.exec(sql); match; match = scanner.exec(sql)) {
    const { block, dollar, name, end } = match.groups ?? {};
    if (block !== undefined) scanner.lastIndex = blockCommentEnd(sql, match.index);
    if (dollar !== undefined) scanner.lastIndex = dollarQuoteEnd(sql, match.index, dollar);
    if (name !== undefined) {
      names.push(name);
      output += `${sql.slice(copied, match.index)}$${names.length}`;
      copied = scanner.lastIndex;
    }
    if (end !== undefined && !isOnlyBlank(sql.slice(scanner.lastIndex).replace(/^[\s;]+/, ''))) {
      throw validation("Multistatements aren't supported.");
    }
  }
  return { sql: output + sql.slice(copied), names };
};
