import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface LoopbackRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  /** Parsed when it is JSON. */
  body: unknown;
}
export interface LoopbackAnswer {
  status?: number;
  headers?: Record<string, string>;
  body?: unknown;
  /** Before it answers. */
  delayMs?: number;
}
export interface Loopback {
  url: string;
  /** In the order of arrival. */
  requests: LoopbackRequest[];
  close(): Promise<void>;
}

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
};

/** A server on this machine that records every request and answers what `answer` says. */
export async function startLoopback(answer: (request: LoopbackRequest) => LoopbackAnswer): Promise<Loopback> {
  const requests: LoopbackRequest[] = [];
  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => {
      const { method = '', url: path = '', headers } = incoming;
      const request = { method, path, headers, body: parsed(Buffer.concat(chunks).toString('utf8')) };
      requests.push(request);
      const { status = 200, headers: given = {}, body, delayMs = 0 } = answer(request);
      const send = () => {
        outgoing.writeHead(status, { 'content-type': 'application/json', ...given });
        outgoing.end(typeof body === 'string' ? body : JSON.stringify(body));
      };
      if (delayMs > 0) setTimeout(send, delayMs).unref();
      else send();
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    close: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}

/** For SDK clients that talk to a loopback server. */
export const clientOf = ({ url }: Loopback) => ({
  region: 'us-east-1',
  endpoint: url,
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});
