/**
 * The documentation of the API as one page: it reads the OpenAPI document beside it and needs no other host, font or
 * script. Text is only ever put into the page as text.
 */
export const docsPage = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>DomainFlow API</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; --line: color-mix(in srgb, currentColor 20%, transparent); }
body { max-width: 60rem; margin: 0 auto; padding: 1rem; }
h2 { margin-top: 2.5rem; text-transform: capitalize; }
details { border: 1px solid var(--line); border-radius: .4rem; margin: .4rem 0; }
summary { padding: .5rem .8rem; cursor: pointer; }
summary code { font-weight: 600; }
.method { display: inline-block; min-width: 4.2rem; font: 600 .85rem ui-monospace, monospace; }
.body { padding: 0 .8rem .8rem; border-top: 1px solid var(--line); overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
td, th { text-align: left; vertical-align: top; padding: .25rem .6rem .25rem 0; border-bottom: 1px solid var(--line); }
pre { overflow-x: auto; padding: .6rem; border: 1px solid var(--line); border-radius: .3rem; font-size: .85rem; }
input { font: inherit; width: 100%; padding: .4rem; margin: 1rem 0; }
</style>
</head>
<body>
<h1>DomainFlow API</h1>
<p id="about">Loading the description&hellip;</p>
<label>Filter <input id="filter" type="search" placeholder="path or summary"></label>
<main id="operations"></main>
<script>
const make = (name, text, ...children) => {
  const element = document.createElement(name);
  if (text) element.textContent = text;
  element.append(...children);
  return element;
};
const spec = fetch('openapi.json').then((response) => response.json());
const resolve = (root, schema) => schema && schema.$ref
  ? schema.$ref.split('/').slice(1).reduce((node, key) => node[key], root) : schema;
const example = (root, schema, depth) => {
  const s = resolve(root, schema) || {};
  if (s.default !== undefined) return s.default;
  if (s.const !== undefined) return s.const;
  if (s.enum) return s.enum[0];
  const one = s.anyOf || s.oneOf;
  if (one) return example(root, one[0], depth);
  if (s.type === 'object' || s.properties) {
    if (depth > 5) return {};
    return Object.fromEntries(Object.entries(s.properties || {}).map(([k, v]) => [k, example(root, v, depth + 1)]));
  }
  if (s.type === 'array') return depth > 5 || !s.items ? [] : [example(root, s.items, depth + 1)];
  return { string: s.format || 'text', integer: 1, number: 1, boolean: true }[s.type] ?? null;
};
const json = (value) => make('pre', JSON.stringify(value, null, 2));
const parameters = (list) => {
  const rows = list.map((p) => make('tr', '', make('td', '', make('code', p.name)), make('td', p.in + (p.required ? ', required' : '')),
    make('td', [p.schema.type, p.schema.enum && p.schema.enum.join(' | '), p.schema.description || p.description].filter(Boolean).join('; '))));
  return make('table', '', ...rows);
};
const describe = (root, path, method, operation) => {
  const head = make('summary', '', make('span', method.toUpperCase()), make('code', path), document.createTextNode(' ' + operation.summary));
  head.firstChild.className = 'method';
  const body = make('div', operation.description || '');
  body.className = 'body';
  if (operation.parameters) body.append(make('h4', 'Parameters'), parameters(operation.parameters));
  const sent = operation.requestBody && operation.requestBody.content['application/json'].schema;
  if (sent) body.append(make('h4', 'Body'), json(example(root, sent, 0)));
  for (const [status, answer] of Object.entries(operation.responses)) {
    const kind = Object.entries(answer.content || {})[0];
    body.append(make('h4', status + ' ' + answer.description));
    if (Number(status) < 300 && kind) body.append(kind[0] === 'application/json' ? json(example(root, kind[1].schema, 0)) : make('p', Object.keys(answer.content).join(', ')));
  }
  const details = make('details', '', head, body);
  details.dataset.text = (method + ' ' + path + ' ' + operation.summary).toLowerCase();
  return details;
};
spec.then((root) => {
  document.getElementById('about').textContent = root.info.description + ' Version ' + root.info.version + '. Send Authorization: Bearer <token>.';
  const groups = new Map();
  for (const [path, methods] of Object.entries(root.paths)) for (const [method, operation] of Object.entries(methods)) {
    const tag = operation.tags[0];
    if (!groups.has(tag)) groups.set(tag, []);
    groups.get(tag).push(describe(root, path, method, operation));
  }
  for (const [tag, list] of groups) document.getElementById('operations').append(make('section', '', make('h2', tag), ...list));
});
document.getElementById('filter').addEventListener('input', ({ target }) => {
  for (const details of document.querySelectorAll('details')) details.hidden = !details.dataset.text.includes(target.value.toLowerCase());
});
</script>
</body>
</html>
`;
