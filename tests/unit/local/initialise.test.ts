import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { checkFunctions, initialiseStores } from '../../../lib/local/initialise.ts';
import type { LocalSettings } from '../../../lib/local/settings.ts';

describe('initialiseStores', () => {
  let directory: string;
  let lambda: Server;
  let calls: string[];
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  let settings: LocalSettings;

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'domainflow-init-'));
    mkdirSync(join(directory, 'seed', 'data'), { recursive: true });
    writeFileSync(join(directory, 'seed', 'data', 'agents.json'), '[]');
    calls = [];
    answer = (_, response) => response.end('{"changed":1}');
    lambda = createServer((request, response) => {
      calls.push(`${request.method} ${request.url}`);
      answer(request, response);
    });
    await new Promise<void>((resolve) => lambda.listen(0, '127.0.0.1', resolve));
    const { port } = lambda.address() as AddressInfo;
    settings = {
      stateDir: directory,
      ports: { lambda: port },
      functions: { initialise: 'dbInit', seed: 'seed' },
    } as LocalSettings;
  });
  afterEach(() => {
    lambda.close();
    rmSync(directory, { recursive: true, force: true });
  });

  const run = (changed: Partial<LocalSettings> = {}) => {
    const place = { serviceDir: directory, functionPrefix: 'domainflow-dev-' };
    return initialiseStores({ ...settings, ...changed }, place, () => undefined);
  };

  it('invokes both functions in order, and not again while nothing changes', async () => {
    await run();
    await run();
    expect(calls).toEqual([
      'POST /2015-03-31/functions/domainflow-dev-dbInit/invocations',
      'POST /2015-03-31/functions/domainflow-dev-seed/invocations',
    ]);
  });

  it('invokes them again when the seed data or the database changes', async () => {
    await run();
    writeFileSync(join(directory, 'seed', 'data', 'agents.json'), '[1]');
    await run();
    await run({ postgresUrl: 'postgres://x' });
    expect(calls).toHaveLength(6);
  });

  it('fails naming the function, and tries again next time', async () => {
    answer = (_, response) => response.end('{"errorMessage":"no such table","errorType":"Error"}');
    await expect(run()).rejects.toThrow('domainflow-dev-dbInit failed: no such table');
    answer = (_, response) => response.end('{}');
    await run();
    expect(calls).toHaveLength(3);
  });

  it('says which function serverless.yml lacks', () => {
    expect(() => checkFunctions(settings, ['dbInit'])).toThrow('serverless.yml has no function "seed"');
    expect(() => checkFunctions(settings, ['dbInit', 'seed'])).not.toThrow();
  });
});
