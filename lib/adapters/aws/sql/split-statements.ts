/** What may contain a semicolon that ends nothing, in the order of trying. PostgreSQL manual, 4.1 "Lexical Structure". */
const token =
  /(?<line>--[^\n]*)|(?<block>\/\*)|(?<escaped>\b[eE]'(?:\\[\s\S]|''|[^'\\])*')|(?<text>'(?:''|[^'])*')|(?<quoted>"(?:""|[^"])*")|(?<dollar>\$(?:[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*)?\$)|(?<end>;)/g;

/** Block comments nest. */
function endOfBlockComment(sql: string, start: number): number {
  let depth = 0;
  for (const mark of sql.slice(start).matchAll(/\/\*|\*\//g)) {
    depth += mark[0] === '/*' ? 1 : -1;
    if (depth === 0) return start + mark.index + 2;
  }
  return sql.length;
}

function endOfDollarQuote(sql: string, start: number, tag: string): number {
  const end = sql.indexOf(tag, start + tag.length);
  return end < 0 ? sql.length : end + tag.length;
}

/** The statements of a script, without their semicolons and without comments; what stands inside quotes is left alone. */
export function splitStatements(script: string): string[] {
  const statements: string[] = [];
  let current = '';
  let copied = 0;
  const scanner = new RegExp(token);
  const copyUntil = (end: number, resumeAt: number): void => {
    current += script.slice(copied, end);
    copied = resumeAt;
    scanner.lastIndex = resumeAt;
  };
  const flush = (): void => {
    if (current.trim() !== '') statements.push(current.trim());
    current = '';
  };
  for (let match = scanner.exec(script); match; match = scanner.exec(script)) {
    const { line, block, dollar, end } = match.groups ?? {};
    const after = match.index + match[0].length;
    if (line !== undefined) copyUntil(match.index, after);
    else if (block !== undefined) copyUntil(match.index, endOfBlockComment(script, match.index));
    else if (dollar !== undefined) scanner.lastIndex = endOfDollarQuote(script, match.index, dollar);
    if (end !== undefined) {
      copyUntil(match.index, after);
      flush();
    }
  }
  current += script.slice(copied);
  flush();
  return statements;
}
