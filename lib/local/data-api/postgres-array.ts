/**
 * Parses PostgreSQL's text form of an array of one dimension, e.g. `{a,"b \"c\"",NULL}`.
 * Gives undefined when an element is itself an array. PostgreSQL manual, 8.15.6 "Array Input and Output Syntax".
 */
export const parse = (text: string): (string | null)[] | undefined => {
  const body = text.slice(text.indexOf('{') + 1, -1);
  if (body === '') return [];
  if (body.startsWith('{')) return undefined;
  const element = /"(?<quoted>(?:\\[\s\S]|[^"\\])*)"|(?<bare>[^,"]+)/g;
  return [...body.matchAll(element)].map(({ groups }) => {
    if (groups?.['quoted'] !== undefined) return groups['quoted'].replaceAll(/\\([\s\S])/g, '$1');
    const bare = groups?.['bare'] ?? '';
    return bare === 'NULL' ? null : bare;
  });
};
