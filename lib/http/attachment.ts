import type { Exported } from '../services/report-export.ts';
import { RawResponse } from './route.ts';

/** The file as a download, or, when it is too large for an answer, the way to it. */
export function toAttachment(exported: Exported): RawResponse {
  if (exported.inline) {
    const { body, contentType, fileName } = exported;
    const disposition = `attachment; filename="${fileName}"`;
    return new RawResponse(200, { 'content-type': contentType, 'content-disposition': disposition }, body);
  }
  const { inline: _inline, ...link } = exported;
  const headers = { 'content-type': 'application/json; charset=utf-8', location: link.url };
  return new RawResponse(303, headers, JSON.stringify(link));
}
