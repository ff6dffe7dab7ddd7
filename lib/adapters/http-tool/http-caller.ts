import { lookup } from 'node:dns/promises';
import { request as httpsRequest, type RequestOptions } from 'node:https';
import type { IncomingMessage } from 'node:http';
import { isIP, type LookupFunction } from 'node:net';
import { AppError } from '../../errors.ts';
import type { HttpCaller, HttpToolRequest } from '../../ports/limits.ts';
import { parseEndpoint, resolvedObjection, staticObjection } from './endpoint.ts';

const MAX_REDIRECTS = 3;
const MAX_BYTES = 1024 * 1024;
const TIMEOUT_MS = 10_000;

/** What tests of the wire replace: name resolution, the rules, the certificates that are trusted. */
export interface HttpCallerOptions {
  resolve?: (hostname: string) => Promise<string[]>;
  objectionTo?: (url: URL) => string | undefined;
  objectionToAddresses?: (addresses: readonly string[]) => string | undefined;
  tls?: Pick<RequestOptions, 'ca'>;
  timeoutMs?: number;
}

const resolveAll = async (hostname: string): Promise<string[]> =>
  (await lookup(hostname, { all: true, order: 'verbatim' })).map(({ address }) => address);

const failed = (message: string, cause?: unknown): AppError =>
  new AppError('TOOL_FAILED', message, cause === undefined ? {} : { cause });

const hostOf = ({ hostname }: URL): string => hostname.replace(/^\[|\]$/g, '');

const headersOf = ({ headers }: IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );

async function readBody(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes > MAX_BYTES) {
      response.destroy();
      throw failed(`The endpoint answered with more than ${MAX_BYTES} bytes.`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** 303, and 301 or 302 after a POST, continue as GET without a body (Fetch standard, HTTP-redirect fetch). */
function follow(request: HttpToolRequest, status: number, from: URL, to: URL): HttpToolRequest {
  const becomesGet = status === 303 || ((status === 301 || status === 302) && request.method === 'POST');
  const isElsewhere = from.origin !== to.origin;
  const { body, ...rest } = request;
  const keepsBody = body !== undefined && !becomesGet;
  return {
    ...rest,
    url: to.href,
    method: becomesGet ? 'GET' : request.method,
    headers: isElsewhere ? {} : request.headers,
    ...(keepsBody && !isElsewhere && { body }),
  };
}

const isRedirect = (status: number): boolean => [301, 302, 303, 307, 308].includes(status);

/**
 * Calls tenants' endpoints. The name is resolved once, every address is judged, and the connection goes to the judged
 * address: a second answer of the DNS cannot redirect it. Each redirect is judged the same way; a secret never follows
 * to another origin.
 */
export function makeHttpCaller(options: HttpCallerOptions = {}): HttpCaller {
  const resolve = options.resolve ?? resolveAll;
  const objectionTo = options.objectionTo ?? staticObjection;
  const objectionToAddresses = options.objectionToAddresses ?? resolvedObjection;

  /** The address to connect to. */
  const judge = async (url: URL): Promise<string> => {
    const objection = objectionTo(url);
    if (objection !== undefined) throw failed(`The endpoint ${objection}.`);
    const host = hostOf(url);
    const addresses = isIP(host) === 0 ? await resolve(host).catch((): string[] => []) : [host];
    const [first] = addresses;
    if (first === undefined)
      throw new AppError('TOOL_UNAVAILABLE', 'The name of the endpoint does not resolve.');
    const reason = objectionToAddresses(addresses);
    if (reason !== undefined) throw failed(`The endpoint ${reason}.`);
    return first;
  };

  const send = (request: HttpToolRequest, url: URL, address: string, signal: AbortSignal) =>
    new Promise<IncomingMessage>((settle, reject) => {
      const pinned: LookupFunction = (_hostname, { all }, answer) => {
        const family = isIP(address);
        if (all === true) answer(null, [{ address, family }]);
        else answer(null, address, family);
      };
      const { method, headers, body } = request;
      const outgoing = httpsRequest(
        url,
        { ...options.tls, method, headers, lookup: pinned, agent: false, signal },
        settle,
      );
      outgoing.on('error', reject);
      outgoing.end(body);
    });

  const attempt = async (request: HttpToolRequest, redirects: number, signal: AbortSignal) => {
    const url = parseEndpoint(request.url);
    if (url === undefined) throw failed('The endpoint is no URL.');
    const response = await send(request, url, await judge(url), signal);
    const status = response.statusCode ?? 0;
    const location = response.headers.location;
    if (!isRedirect(status) || location === undefined)
      return { status, body: await readBody(response), headers: headersOf(response) };
    response.destroy();
    if (redirects === 0) throw failed(`The endpoint redirected more than ${MAX_REDIRECTS} times.`);
    const target = parseEndpoint(location, url);
    if (target === undefined) throw failed('The endpoint redirected to what is no URL.');
    return attempt(follow(request, status, url, target), redirects - 1, signal);
  };

  return {
    async objection(text) {
      const url = parseEndpoint(text);
      if (url === undefined) return 'is no URL';
      const objection = objectionTo(url);
      if (objection !== undefined || isIP(hostOf(url)) !== 0) return objection;
      return objectionToAddresses(await resolve(hostOf(url)).catch((): string[] => []));
    },

    async call(request, signal) {
      const deadline = AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS);
      try {
        return await attempt(request, MAX_REDIRECTS, AbortSignal.any([signal, deadline]));
      } catch (error) {
        if (error instanceof AppError) throw error;
        if (signal.aborted) throw new AppError('CANCELLED', 'The call was cancelled.', { cause: error });
        if (deadline.aborted) throw failed('The endpoint did not answer in time.', error);
        throw new AppError('TOOL_UNAVAILABLE', 'The endpoint could not be reached.', { cause: error });
      }
    },
  };
}
