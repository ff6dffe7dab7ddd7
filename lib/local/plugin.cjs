'use strict';

/**
 * The entry that serverless.yml names. Any command but `offline` needs nothing of the local stack, so it loads on every
 * Node that osls supports; `offline` needs the Node that the functions run on, which npm installs beside it.
 */
const { spawn } = require('node:child_process');
const { join } = require('node:path');

const pinnedMajor = 24;
const isPinnedNode = Number(process.versions.node.split('.')[0]) >= pinnedMajor;

const runOnPinnedNode = () =>
  new Promise((_, reject) => {
    const node = join(__dirname, '..', '..', 'node_modules', 'node', 'bin', 'node');
    const child = spawn(node, process.argv.slice(1), { stdio: 'inherit' });
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
    child.once('error', (error) =>
      reject(
        new Error(
          `sls offline needs Node ${pinnedMajor}, this is ${process.version}. Use "npm start". (${error.message})`,
        ),
      ),
    );
    child.once('exit', (code, signal) => process.exit(code ?? (signal ? 1 : 0)));
  });

class Elsewhere {
  constructor() {
    this.hooks = { 'before:offline:start': runOnPinnedNode, 'before:offline:start:init': runOnPinnedNode };
  }
}

class NotNeeded {}

const isOffline = process.argv.slice(2).includes('offline');
if (!isOffline) module.exports = NotNeeded;
else if (!isPinnedNode) module.exports = Elsewhere;
else module.exports = require('./plugin.ts').LocalStackPlugin;
