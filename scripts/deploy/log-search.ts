import {
  CloudWatchLogsClient,
  GetQueryResultsCommand,
  paginateDescribeLogGroups,
  StartQueryCommand,
  type ResultField,
} from '@aws-sdk/client-cloudwatch-logs';

export interface LogLine {
  readonly at: string;
  readonly functionName: string;
  /** The line as the function wrote it: one JSON object, or text of the runtime. */
  readonly text: string;
}
export interface LogSearch {
  readonly stage: string;
  readonly region: string;
  /** Only of this function, as serverless.yml names it. */
  readonly functionName?: string | undefined;
  /** An id that a line holds: of a job, a request, a query, a report. */
  readonly id?: string | undefined;
  readonly errorsOnly: boolean;
  readonly sinceMinutes: number;
}

const mostLines = 2_000;
const quoted = (text: string): string => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

/** A query of CloudWatch Logs Insights for the lines that hold one of the texts. */
export function insightsQuery(
  { id, errorsOnly }: Pick<LogSearch, 'id' | 'errorsOnly'>,
  traces: readonly string[] = [],
): string {
  const texts = [...(id === undefined ? [] : [id]), ...traces];
  const filters = [
    ...(texts.length === 0 ? [] : [texts.map((text) => `@message like ${quoted(text)}`).join(' or ')]),
    ...(errorsOnly ? ['level = "ERROR" or @message like /Task timed out|Runtime exited/'] : []),
  ];
  return [
    'fields @timestamp, @log, @message',
    ...filters.map((each) => `filter ${each}`),
    'sort @timestamp asc',
    `limit ${mostLines}`,
  ].join(' | ');
}

/** X-Ray traces that the lines belong to: the one id that a request, its job and its agents share. */
export function tracesIn(lines: readonly Pick<LogLine, 'text'>[]): string[] {
  const found = lines.flatMap(({ text }) =>
    [...text.matchAll(/\b1-[0-9a-f]{8}-[0-9a-f]{24}\b/g)].map(([trace]) => trace),
  );
  return [...new Set(found)];
}

async function groupsOf(
  client: CloudWatchLogsClient,
  { stage, functionName = '' }: LogSearch,
): Promise<string[]> {
  const groups: string[] = [];
  const logGroupNamePrefix = `/aws/lambda/domainflow-${stage}-${functionName}`;
  for await (const page of paginateDescribeLogGroups({ client }, { logGroupNamePrefix })) {
    groups.push(...(page.logGroups ?? []).flatMap(({ logGroupName }) => logGroupName ?? []));
  }
  if (groups.length === 0) throw new Error(`No log group begins with ${logGroupNamePrefix}.`);
  return groups;
}

const valueOf = (fields: readonly ResultField[], name: string): string =>
  fields.find(({ field }) => field === name)?.value ?? '';

async function results(client: CloudWatchLogsClient, queryId: string | undefined): Promise<LogLine[]> {
  for (;;) {
    const { status, results: rows = [] } = await client.send(new GetQueryResultsCommand({ queryId }));
    if (status === 'Running' || status === 'Scheduled') {
      await new Promise((resolve) => setTimeout(resolve, 500));
      continue;
    }
    if (status !== 'Complete') throw new Error(`The query of the logs ended as ${status ?? 'unknown'}.`);
    return rows.map((fields) => ({
      at: valueOf(fields, '@timestamp'),
      functionName: valueOf(fields, '@log').split('/').at(-1) ?? '',
      text: valueOf(fields, '@message').trim(),
    }));
  }
}

/**
 * Lines of the stage's functions, oldest first. With an id: also every other line of the traces that mention it, so a
 * request's id finds its job, and a job's id the request that made it.
 */
export async function searchLogs(search: LogSearch): Promise<LogLine[]> {
  const client = new CloudWatchLogsClient({ region: search.region });
  const logGroupNames = await groupsOf(client, search);
  const endTime = Math.ceil(Date.now() / 1_000);
  const startTime = endTime - search.sinceMinutes * 60;
  const ask = async (queryString: string): Promise<LogLine[]> => {
    const { queryId } = await client.send(
      new StartQueryCommand({ logGroupNames, startTime, endTime, queryString }),
    );
    return results(client, queryId);
  };
  const lines = await ask(insightsQuery(search));
  const traces = search.id === undefined ? [] : tracesIn(lines);
  return traces.length === 0 ? lines : ask(insightsQuery(search, traces));
}
