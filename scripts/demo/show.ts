import type { Query, Report } from '../client/client.ts';
import { bold, clip, dim, paintStatus, red, say, table } from './terminal.ts';

const text = (value: unknown): string => {
  if (value === null || value === undefined) return '-';
  return typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value);
};

/** What the agents found in each report, beside its own words. */
export function showReports(reports: readonly Report[]): void {
  say(bold('\nWhat the agents made of them'));
  const rows = reports.map((report) => {
    const data = report.ingestion_data;
    return [
      clip(report.raw_text, 34),
      paintStatus(report.status),
      text(data['complaint_type']),
      text(data['urgency']),
      clip(text(data['address'] ?? data['location_text']), 28),
      clip(text(data['timestamp']), 16),
    ];
  });
  say(table(['report', 'status', 'category', 'urgency', 'place', 'time (UTC)'], rows));
}

function describeInterpretation(interpretation: NonNullable<Query['interpretation']>): string {
  const { intent, filters, metric, group_by, changes, unmatched, doubts } = interpretation;
  const parts = [
    intent,
    `filters ${JSON.stringify(filters)}`,
    ...(intent === 'question' ? [`metric ${metric}`] : []),
    ...(group_by === undefined ? [] : [`by ${group_by}`]),
    ...(changes === undefined ? [] : [`changes ${JSON.stringify(changes)}`]),
    ...(unmatched.length === 0 ? [] : [`not understood: ${unmatched.join(', ')}`]),
    ...doubts,
  ];
  return parts.join('; ');
}

const showLog = (query: Query): void =>
  say(
    table(
      ['agent', 'status', 'ms', 'tools', 'reasoning'],
      query.execution_log.map((entry) => [
        entry.consumer_agent_id === undefined
          ? entry.agent_name
          : `${entry.agent_name} → ${entry.consumer_agent_id}`,
        paintStatus(entry.status),
        String(entry.duration_ms),
        entry.tool_calls.map(({ tool }) => tool).join(' ') || '-',
        clip(entry.error_message ?? entry.reasoning, 60),
      ]),
    ),
  );

function showChanges(query: Query): void {
  if (query.changes.length === 0) return;
  say(dim('  changes'));
  const rows = query.changes.map(({ incident_id, before, after, state }) => [
    incident_id,
    state,
    clip(JSON.stringify(before), 50),
    clip(JSON.stringify(after), 70),
  ]);
  say(table(['report', 'state', 'before', 'after'], rows));
}

/** One answer in full: summary, perspectives, interpretation, references, changes and the execution log. */
export function showAnswer(query: Query): void {
  if (query.status === 'failed') say(red(`  failed: ${query.error ?? 'no reason given'}`));
  say(`\n  ${bold(query.summary ?? '(no summary)')}`);
  for (const { text: line } of query.bullets) say(`  • ${clip(line, 140)}`);
  if (query.interpretation !== null)
    say(dim(`  understood as: ${describeInterpretation(query.interpretation)}`));
  if (query.references_used.length > 0) {
    say(dim('  references'));
    say(
      table(
        ['report', 'status', 'summary'],
        query.references_used.map(({ reference_id, status, summary }) => [
          reference_id,
          status,
          clip(summary, 70),
        ]),
      ),
    );
  }
  if (query.map_data !== null && query.map_data.map_action !== 'NONE') {
    say(dim(`  map: ${query.map_data.map_action}, ${query.map_data.data.features.length} markers`));
  }
  showChanges(query);
  say(dim('  execution log'));
  showLog(query);
}
