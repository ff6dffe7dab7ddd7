'use strict';

/**
 * The entry that serverless.yml names, and the first plugin to load. The project's plugins are TypeScript, which the
 * Node that npm installs beside it runs as it is; on an older Node every command is handed over to that one. Only
 * `offline` needs the local stack.
 */
const { spawn } = require('node:child_process');
const { enableCompileCache } = require('node:module');
const { join } = require('node:path');

const pinnedMajor = 24;
const isPinnedNode = Number(process.versions.node.split('.')[0]) >= pinnedMajor;

const runOnPinnedNode = () =>
  new Promise((_, reject) => {
    const node = join(__dirname, '..', '..', 'node_modules', 'node', 'bin', 'node');
    const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
    child.once('error', (error) => {
      const advice = 'Use "npm start" for the local stack and "npx sls" for the rest, after "npm ci".';
      reject(
        new Error(
          `This project runs on Node ${pinnedMajor}, this is ${process.version}. ${advice} (${error.message})`,
        ),
      );
    });
    child.once('exit', (code) => process.exit(code ?? 1));
  });

class OnPinnedNode {
  asyncInit() {
    return runOnPinnedNode();
  }
}

class NotNeeded {}

if (!isPinnedNode) {
  // The plugins that follow are loaded before anything can be handed over.
  require.extensions['.ts'] = (module) => {
    module.exports = class {};
  };
  module.exports = OnPinnedNode;
} else if (process.argv.slice(2).includes('offline')) {
  // A second less to start; threads find the cache through the environment.
  process.env.NODE_COMPILE_CACHE ??= join(__dirname, '..', '..', 'node_modules', '.cache', 'domainflow');
  enableCompileCache(process.env.NODE_COMPILE_CACHE);
  module.exports = require('./plugin.ts').LocalStackPlugin;
} else {
  module.exports = NotNeeded;
}
