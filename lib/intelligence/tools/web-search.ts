import * as z from 'zod';
import { AppError } from '../../errors.ts';
import { defineTool, unavailable, type ToolDefinition } from './tool.ts';

const result = z.object({
  title: z.string().default(''),
  url: z.string(),
  snippet: z.string().default(''),
});
const answer = z.object({ results: z.array(result) });

/**
 * A search endpoint: `GET <endpoint>?q=<query>&limit=<n>` answering `{"results": [{"title", "url", "snippet"}]}`. The key goes
 * into the Authorization header as a bearer token.
 */
export interface WebSearchSettings {
  endpoint?: string | undefined;
  apiKey?: string | undefined;
  fetch?: typeof fetch;
}

const failed = (message: string, cause?: unknown): AppError =>
  new AppError('TOOL_FAILED', `web_search failed: ${message}.`, { cause, retryable: true });

async function search(
  settings: WebSearchSettings,
  endpoint: string,
  query: string,
  limit: number,
  signal: AbortSignal,
) {
  const url = new URL(endpoint);
  url.searchParams.set('q', query);
  url.searchParams.set('limit', String(limit));
  const headers = settings.apiKey ? { authorization: `Bearer ${settings.apiKey}` } : {};
  const response = await (settings.fetch ?? fetch)(url, { headers, signal, redirect: 'error' }).catch(
    (error: unknown) => {
      throw failed('the endpoint cannot be reached', error);
    },
  );
  if (!response.ok) throw failed(`the endpoint answered ${response.status}`);
  const parsed = answer.safeParse(await response.json().catch(() => undefined));
  if (!parsed.success) throw failed('the endpoint answered in an unknown form');
  return parsed.data.results.slice(0, limit);
}

export const makeWebSearch = (settings: WebSearchSettings): ToolDefinition =>
  defineTool({
    name: 'web_search',
    description:
      'Searches the web for public background. Its results are not reports and no source of counts.',
    input: z.strictObject({ query: z.string().min(1).max(400), limit: z.int().min(1).max(10).default(5) }),
    run: async ({ signal }, { query, limit }) => {
      if (!settings.endpoint) throw unavailable('web_search', 'a search endpoint');
      return { value: { results: await search(settings, settings.endpoint, query, limit, signal) } };
    },
  });
