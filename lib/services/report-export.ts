import type { ExportFormat } from '../domain/data.ts';
import type { ReportFilter } from '../domain/filter.ts';
import type { Principal } from '../domain/principal.ts';
import type { ReportRow } from '../domain/report.ts';
import type { Clock, ExportStore, Ids, ReportIndex } from '../ports.ts';
import { fileFormats } from './export-formats.ts';
import type { FileFormat } from './export-formats.ts';

export interface ReportExportPorts {
  index: Pick<ReportIndex, 'walk'>;
  exports: ExportStore;
  ids: Pick<Ids, 'next'>;
  clock: Pick<Clock, 'now'>;
}

/** Bytes that a file may have, as a text inside a JSON document, to be answered itself. Lambda's limit is 6 MB for all. */
const MOST_INLINE = 5_000_000;
const ROWS_A_PAGE = 1_000;
const LINK_SECONDS = 900;

/** The file, or, when it is larger than an answer may be, where to fetch it. */
export type Exported =
  | { inline: true; body: string; contentType: string; fileName: string }
  | { inline: false; url: string; expires_at: string; bytes: number; reports: number };

interface Chunk {
  readonly text: string;
  readonly reports: number;
}

async function* toFile(
  pages: AsyncIterable<ReportRow[]>,
  format: FileFormat,
): AsyncGenerator<Chunk, void, undefined> {
  yield { text: format.head, reports: 0 };
  let before = '';
  for await (const rows of pages) {
    yield { text: before + rows.map((row) => format.row(row)).join(format.between), reports: rows.length };
    before = format.between;
  }
  yield { text: before === '' ? format.tail.trimStart() : format.tail, reports: 0 };
}

const inlineBytes = (text: string): number => Buffer.byteLength(JSON.stringify(text));

/**
 * Every report of a filter as one file. It is never held in memory as a whole once it is too large to be answered:
 * from there on its parts go to the object store as they are made.
 */
export function makeReportExport({ index, exports, ids, clock }: ReportExportPorts) {
  const store = async (
    tenantId: string,
    fileName: string,
    format: FileFormat,
    chunks: AsyncIterable<Chunk>,
  ) => {
    let [bytes, reports] = [0, 0];
    async function* texts(): AsyncGenerator<string, void, undefined> {
      for await (const chunk of chunks) {
        bytes += Buffer.byteLength(chunk.text);
        reports += chunk.reports;
        yield chunk.text;
      }
    }
    const key = `exports/${ids.next('bak')}/${fileName}`;
    await exports.write(tenantId, key, texts(), format.contentType);
    const url = await exports.presignDownload(tenantId, key, LINK_SECONDS);
    const expires_at = new Date(clock.now().getTime() + LINK_SECONDS * 1_000).toISOString();
    return { inline: false as const, url, expires_at, bytes, reports };
  };

  return {
    async export({ tenantId }: Principal, filter: ReportFilter, name: ExportFormat): Promise<Exported> {
      const format = fileFormats[name];
      const fileName = `reports-${clock.now().toISOString().slice(0, 10)}.${format.extension}`;
      const chunks = toFile(index.walk(tenantId, filter, ROWS_A_PAGE), format);
      const held: Chunk[] = [];
      let size = 0;
      for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
        held.push(next.value);
        size += inlineBytes(next.value.text);
        if (size > MOST_INLINE) return store(tenantId, fileName, format, followedBy(held, chunks));
      }
      const body = held.map(({ text }) => text).join('');
      return { inline: true, body, contentType: format.contentType, fileName };
    },
  };
}
export type ReportExport = ReturnType<typeof makeReportExport>;

async function* followedBy(
  held: Chunk[],
  rest: AsyncIterable<Chunk>,
): AsyncGenerator<Chunk, void, undefined> {
  yield* held.splice(0);
  yield* rest;
}
