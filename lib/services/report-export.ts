import * as z from 'zod';
import type { ExportFormat, ExportLink } from '../domain/data.ts';
import type { ReportFilter } from '../domain/filter.ts';
import { instant } from '../domain/metadata.ts';
import { decodeCursor, encodeCursor } from '../domain/page.ts';
import type { Principal } from '../domain/principal.ts';
import type { ReportRow } from '../domain/report.ts';
import { invalidInput } from '../errors.ts';
import type { ExportStore } from '../ports/blobs.ts';
import type { ReportIndex } from '../ports/relational.ts';
import type { Clock, Ids } from '../ports/world.ts';
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
/** A request may take 29 s; what is left is for the last parts of the file. */
const READING_MS = 20_000;

/** The file, or, when it is larger than an answer may be, where to fetch it. */
export type Exported =
  { inline: true; body: string; contentType: string; fileName: string } | ({ inline: false } & ExportLink);

interface Chunk {
  readonly text: string;
  readonly reports: number;
}

const position = z.tuple([instant, z.string().max(200)]);

function readCursor(cursor: string): { event_at: string; incident_id: string } {
  const found = decodeCursor(cursor, position);
  if (found === undefined)
    throw invalidInput([{ path: '$.cursor', message: 'is not a cursor of an export' }]);
  return { event_at: found[0], incident_id: found[1] };
}

/** The pages up to the first that is full when `isOver`; `cursor` then says where to go on. */
function whileInTime(pages: AsyncIterable<ReportRow[]>, isOver: () => boolean) {
  let cursor: string | null = null;
  async function* inTime(): AsyncGenerator<ReportRow[], void, undefined> {
    for await (const rows of pages) {
      yield rows;
      const last = rows.length === ROWS_A_PAGE ? rows.at(-1) : undefined;
      if (last === undefined || !isOver()) continue;
      cursor = encodeCursor([last.event_at, last.incident_id]);
      return;
    }
  }
  return { pages: inTime(), cursor: () => cursor };
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
 * from there on its parts go to the object store as they are made. What cannot be read in the time of a request is left
 * to the next one.
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
    /** Throws INVALID_INPUT for a cursor that no export gave. */
    async export(
      { tenantId }: Principal,
      filter: ReportFilter,
      name: ExportFormat,
      cursor?: string,
    ): Promise<Exported> {
      const format = fileFormats[name];
      const started = clock.now().getTime();
      const fileName = `reports-${clock.now().toISOString().slice(0, 10)}.${format.extension}`;
      const after = cursor === undefined ? undefined : readCursor(cursor);
      const reading = whileInTime(
        index.walk(tenantId, filter, ROWS_A_PAGE, after),
        () => clock.now().getTime() - started > READING_MS,
      );
      const chunks = toFile(reading.pages, format);
      const linkTo = async (held: Chunk[]): Promise<Exported> => {
        const link = await store(tenantId, fileName, format, followedBy(held, chunks));
        return { ...link, next_cursor: reading.cursor() };
      };
      const held: Chunk[] = [];
      let size = 0;
      for (let next = await chunks.next(); next.done !== true; next = await chunks.next()) {
        held.push(next.value);
        size += inlineBytes(next.value.text);
        if (size > MOST_INLINE) return linkTo(held);
      }
      if (reading.cursor() !== null) return linkTo(held);
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
