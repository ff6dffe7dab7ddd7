/** The few calls that the demonstration makes, over plain HTTP: what any client would do. */
const REQUEST_TIMEOUT_MS = 20_000;

export class RequestFailed extends Error {
  override readonly name = 'RequestFailed';
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

async function readAnswer(response: Response, what: string): Promise<unknown> {
  const text = await response.text();
  if (response.ok) return JSON.parse(text) as unknown;
  throw new RequestFailed(response.status, `${what} answered ${response.status}: ${text}`);
}

export interface Client {
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body?: unknown): Promise<T>;
}

export function makeClient(apiUrl: string, token: string): Client {
  const send = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const response = await fetch(`${apiUrl}/api/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(REQUEST_TIMEOUT_MS),
    });
    return readAnswer(response, `${method} ${path}`);
  };
  return {
    get: (path) => send('GET', path) as Promise<never>,
    post: (path, body) => send('POST', path, body) as Promise<never>,
  };
}
