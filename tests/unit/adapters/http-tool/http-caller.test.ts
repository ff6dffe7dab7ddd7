import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { readFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { makeHttpCaller, type HttpCallerOptions } from '../../../../lib/adapters/http-tool/http-caller.ts';
import { staticObjection } from '../../../../lib/adapters/http-tool/endpoint.ts';
import { forbiddenAnswers, forbiddenUrls, publicUrls } from './forbidden-endpoints.ts';

const never = new AbortController().signal;
const get = (url: string) => ({ url, method: 'GET' as const, headers: {} });

describe('endpoints that tools must not reach', () => {
  let connections = 0;
  const count = () => {
    connections += 1;
  };
  beforeEach(() => {
    connections = 0;
    subscribe('net.client.socket', count);
  });
  afterEach(() => {
    unsubscribe('net.client.socket', count);
  });

  const resolvePublic = () => Promise.resolve(['93.184.216.34']);

  it('are at least sixty', () => {
    expect(forbiddenUrls.length + forbiddenAnswers.length).toBeGreaterThanOrEqual(60);
  });

  it.each(forbiddenUrls)('refuses %s at registration and at call, without a connection', async (url) => {
    const caller = makeHttpCaller({ resolve: resolvePublic });

    expect(await caller.objection(url)).toEqual(expect.any(String));
    await expect(caller.call(get(url), never)).rejects.toMatchObject({ code: 'TOOL_FAILED' });
    expect(connections).toBe(0);
  });

  it.each(forbiddenAnswers)('refuses a name that resolves to %s', async (...addresses) => {
    const caller = makeHttpCaller({ resolve: () => Promise.resolve([...addresses]) });

    expect(await caller.objection('https://tool.example.com/')).toMatch('not public');
    await expect(caller.call(get('https://tool.example.com/'), never)).rejects.toThrow('not public');
    expect(connections).toBe(0);
  });

  it.each(publicUrls)('lets %s be registered', async (url) => {
    expect(await makeHttpCaller({ resolve: resolvePublic }).objection(url)).toBeUndefined();
  });

  it('lets a name be registered that does not resolve, and refuses to call it', async () => {
    const caller = makeHttpCaller({ resolve: () => Promise.reject(new Error('ENOTFOUND')) });

    expect(await caller.objection('https://not-yet.example.com/')).toBeUndefined();
    await expect(caller.call(get('https://not-yet.example.com/'), never)).rejects.toMatchObject({
      code: 'TOOL_UNAVAILABLE',
    });
  });
});

describe('calls over the wire', () => {
  let server: Server;
  let port = 0;
  let answer: (request: IncomingMessage, response: ServerResponse) => void;
  const tls = {
    key: readFileSync(new URL('./localhost.key.pem', import.meta.url)),
    cert: readFileSync(new URL('./localhost.cert.pem', import.meta.url)),
  };

  beforeAll(async () => {
    server = createServer(tls, (request, response) => answer(request, response));
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    port = (server.address() as AddressInfo).port;
  });
  afterAll(() => {
    server.close();
  });

  /** tool.example stands for the server on loopback; every other rule is the real one. */
  const caller = (options: HttpCallerOptions = {}) =>
    makeHttpCaller({
      resolve: () => Promise.resolve(['127.0.0.1']),
      objectionTo: staticObjection,
      objectionToAddresses: () => undefined,
      tls: { ca: tls.cert },
      ...options,
    });
  const here = (path: string) => `https://tool.example:${port}${path}`;

  it('connects to the address that was judged, whatever the name resolves to later', async () => {
    answer = (_request, response) => response.end('{"depth":12}');
    let asked = 0;
    const resolve = () => Promise.resolve([asked++ === 0 ? '127.0.0.1' : '10.0.0.1']);

    const result = await caller({ resolve }).call(get(here('/')), never);

    expect(result).toMatchObject({ status: 200, body: '{"depth":12}' });
    expect(asked).toBe(1);
  });

  it('judges where a redirect leads', async () => {
    answer = (_request, response) => response.writeHead(302, { location: 'https://169.254.169.254/' }).end();

    await expect(caller().call(get(here('/')), never)).rejects.toThrow('not a public address');
  });

  it('follows three redirects and no fourth', async () => {
    const seen: string[] = [];
    answer = (request, response) => {
      seen.push(request.url ?? '');
      const left = Number(request.url?.slice(1));
      if (left === 0) response.end('done');
      else response.writeHead(307, { location: `/${left - 1}` }).end();
    };

    expect((await caller().call(get(here('/3')), never)).body).toBe('done');
    await expect(caller().call(get(here('/4')), never)).rejects.toThrow('more than 3 times');
    expect(seen).toEqual(['/3', '/2', '/1', '/0', '/4', '/3', '/2', '/1']);
  });

  it('does not carry a secret or a body to another origin', async () => {
    const seen: IncomingMessage['headers'][] = [];
    answer = (request, response) => {
      seen.push(request.headers);
      if (request.url === '/first') response.writeHead(307, { location: here2('/second') }).end();
      else response.end('done');
    };
    const here2 = (path: string) => `https://other.example:${port}${path}`;
    const headers = { authorization: 'Bearer secret', 'content-type': 'application/json' };

    await caller().call({ url: here('/first'), method: 'POST', headers, body: '{}' }, never);

    expect(seen[0]?.authorization).toBe('Bearer secret');
    expect(seen[1]?.authorization).toBeUndefined();
    expect(seen[1]?.['content-length']).toBe('0');
  });

  it('stops reading at one mebibyte', async () => {
    answer = (_request, response) => response.end('x'.repeat(1024 * 1024 + 1));

    await expect(caller().call(get(here('/')), never)).rejects.toThrow('more than 1048576 bytes');
  });

  it('gives up after its time', async () => {
    answer = () => undefined;

    await expect(caller({ timeoutMs: 100 }).call(get(here('/')), never)).rejects.toThrow('in time');
  });
});
