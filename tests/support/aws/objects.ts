import type { IncomingMessage } from 'node:http';

export interface Answer {
  status: number;
  body?: string | Buffer;
  type?: string;
  etag?: string;
}

/** Objects by bucket and key; every put is a version. */
export class Objects {
  readonly buckets = new Map<string, Map<string, Buffer>>();

  create(bucket: string): void {
    if (!this.buckets.has(bucket)) this.buckets.set(bucket, new Map());
  }

  get(bucket: string, key: string): Buffer | undefined {
    return this.buckets.get(bucket)?.get(key);
  }
}

const xml = (body: string): Answer => ({
  status: 200,
  body: `<?xml version="1.0"?>${body}`,
  type: 'application/xml',
});
const failure = (status: number, code: string): Answer => ({
  status,
  body: `<Error><Code>${code}</Code><Message>${code}</Message></Error>`,
  type: 'application/xml',
});

const keysIn = (body: string): string[] =>
  [...body.matchAll(/<Key>([^<]*)<\/Key>/g)].map(([, key = '']) => key);

function listing(objects: Map<string, Buffer>, query: URLSearchParams): Answer {
  const keys = [...objects.keys()].filter((key) => key.startsWith(query.get('prefix') ?? ''));
  if (query.has('versions')) {
    const versions = keys.map((key) => `<Version><Key>${key}</Key><VersionId>1</VersionId></Version>`);
    return xml(
      `<ListVersionsResult><IsTruncated>false</IsTruncated>${versions.join('')}</ListVersionsResult>`,
    );
  }
  const contents = keys.map((key) => `<Contents><Key>${key}</Key><Size>1</Size></Contents>`);
  return xml(`<ListBucketResult><IsTruncated>false</IsTruncated>${contents.join('')}</ListBucketResult>`);
}

function onBucket(
  method: string,
  objects: Map<string, Buffer>,
  query: URLSearchParams,
  body: string,
): Answer {
  if (method === 'HEAD') return { status: 200 };
  if (method === 'GET' && query.has('location')) return xml('<LocationConstraint/>');
  if (method === 'GET') return listing(objects, query);
  if (method === 'POST' && query.has('delete')) {
    for (const key of keysIn(body)) objects.delete(key);
    return xml('<DeleteResult/>');
  }
  return failure(501, 'NotImplemented');
}

/** Files above 5 MiB come in parts, which wait below a key of their own until they are put together. */
function onUpload(
  method: string,
  objects: Map<string, Buffer>,
  key: string,
  query: URLSearchParams,
  body: Buffer,
): Answer {
  if (query.has('uploads'))
    return xml(`<InitiateMultipartUploadResult><UploadId>1</UploadId></InitiateMultipartUploadResult>`);
  const partKey = (part: number): string => `${key}?part=${String(part).padStart(5, '0')}`;
  if (method === 'PUT') {
    objects.set(partKey(Number(query.get('partNumber'))), body);
    return { status: 200, etag: '"part"' };
  }
  const parts = [...objects.keys()].filter((each) => each.startsWith(`${key}?part=`)).sort();
  const whole = Buffer.concat(parts.map((part) => objects.get(part) ?? Buffer.alloc(0)));
  for (const part of parts) objects.delete(part);
  if (method === 'DELETE') return { status: 204 };
  objects.set(key, whole);
  return xml(`<CompleteMultipartUploadResult><Key>${key}</Key></CompleteMultipartUploadResult>`);
}

function onObject(method: string, objects: Map<string, Buffer>, key: string, body: Buffer): Answer {
  if (method === 'PUT') {
    objects.set(key, body);
    return { status: 200 };
  }
  const content = objects.get(key);
  if (content === undefined) return failure(404, 'NoSuchKey');
  if (method === 'DELETE') objects.delete(key);
  return method === 'GET' ? { status: 200, body: content } : { status: method === 'HEAD' ? 200 : 204 };
}

/** The part of S3 that deploying and removing a stack needs, path-style. */
export function answerS3(store: Objects, request: IncomingMessage, body: Buffer): Answer {
  const url = new URL(request.url ?? '/', 'http://s3');
  const [bucket = '', ...rest] = url.pathname.slice(1).split('/').map(decodeURIComponent);
  const objects = store.buckets.get(bucket);
  if (objects === undefined) return failure(404, 'NoSuchBucket');
  const key = rest.join('/');
  const method = request.method ?? 'GET';
  if (key === '') return onBucket(method, objects, url.searchParams, body.toString());
  if (url.searchParams.has('uploads') || url.searchParams.has('uploadId'))
    return onUpload(method, objects, key, url.searchParams, body);
  return onObject(method, objects, key, body);
}
