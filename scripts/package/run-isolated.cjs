/**
 * Runs in a process of its own, with nothing but Node and one unpacked artefact: loads the handler as the Lambda runtime
 * does, reports what importing it cost and whether it opened a socket, then gives it each event. JSON on stdout.
 */
const net = require('node:net');
const dns = require('node:dns');
const path = require('node:path');
const fs = require('node:fs');

const [root, handler, eventsText] = process.argv.slice(2);
const opened = [];
const watch = (object, method, describe) => {
  const original = object[method];
  object[method] = function (...parameters) {
    opened.push(describe(parameters));
    return original.apply(this, parameters);
  };
};
watch(net.Socket.prototype, 'connect', ([first]) => {
  const { host, port, path: socketPath } = (Array.isArray(first) ? first[0] : first) ?? {};
  return `connect ${socketPath ?? `${host}:${port}`}`;
});
watch(dns, 'lookup', ([host]) => `lookup ${host}`);
watch(net.Server.prototype, 'listen', () => 'listen');

const describeError = (error) => ({
  name: error?.name,
  code: error?.code,
  message: error?.message,
  stack: error?.stack,
});
/** A pipe takes a long report in several pieces; leaving before the last would cut it. */
const tell = (report) => {
  process.stdout.write(`\n${JSON.stringify({ report })}\n`, () => process.exit(0));
};

const dot = handler.lastIndexOf('.');
const [modulePath, exportName] = [handler.slice(0, dot), handler.slice(dot + 1)];
const file = ['.js', '.cjs', '.mjs']
  .map((extension) => path.join(root, modulePath + extension))
  .find(fs.existsSync);
const context = {
  awsRequestId: 'isolated',
  functionName: 'isolated',
  getRemainingTimeInMillis: () => 10_000,
  callbackWaitsForEmptyEventLoop: false,
};

const invoke = async (run, event) => {
  try {
    return { answer: await run(event, context) };
  } catch (error) {
    return { thrown: describeError(error) };
  }
};

const main = async () => {
  const started = performance.now();
  const module = file.endsWith('.mjs') ? await import(file) : require(file);
  const importMs = performance.now() - started;
  await new Promise((resolve) => setTimeout(resolve, 20));
  const openedAtImport = [...opened];
  if (typeof module[exportName] !== 'function') throw new Error(`The module has no export ${exportName}.`);
  const outcomes = [];
  for (const event of JSON.parse(eventsText)) outcomes.push(await invoke(module[exportName], event));
  tell({ importMs, openedAtImport, outcomes });
};

main().catch((error) => tell({ failure: describeError(error) }));
