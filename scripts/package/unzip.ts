import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

/** Signatures and offsets of the ZIP format (APPNOTE.TXT 6.3.10, sections 4.3.7, 4.3.12 and 4.3.16). */
const endOfDirectory = 0x06054b50;
const deflated = 8;

function directoryOf(zip: Buffer): { entries: number; offset: number } {
  for (let at = zip.length - 22; at >= 0; at--) {
    if (zip.readUInt32LE(at) !== endOfDirectory) continue;
    return { entries: zip.readUInt16LE(at + 10), offset: zip.readUInt32LE(at + 16) };
  }
  throw new Error('This is no ZIP archive.');
}

/** Files of an archive by their path inside it. Throws when the file is no archive. */
export function unzip(path: string): Map<string, Buffer> {
  const zip = readFileSync(path);
  const files = new Map<string, Buffer>();
  const directory = directoryOf(zip);
  let at = directory.offset;
  for (let entry = 0; entry < directory.entries; entry++) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((offset) =>
      zip.readUInt16LE(at + offset),
    );
    const name = zip.toString('utf8', at + 46, at + 46 + (nameLength ?? 0));
    const header = zip.readUInt32LE(at + 42);
    const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
    const content = zip.subarray(start, start + zip.readUInt32LE(at + 20));
    const method = zip.readUInt16LE(at + 10);
    if (!name.endsWith('/'))
      files.set(name, method === deflated ? inflateRawSync(content) : Buffer.from(content));
    at += 46 + (nameLength ?? 0) + (extraLength ?? 0) + (commentLength ?? 0);
  }
  return files;
}
