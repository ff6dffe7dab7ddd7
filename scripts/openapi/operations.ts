import * as agents from '../../handlers/agents.ts';
import * as config from '../../handlers/config.ts';
import * as data from '../../handlers/data.ts';
import * as docs from '../../handlers/docs.ts';
import * as domains from '../../handlers/domains.ts';
import * as health from '../../handlers/health.ts';
import * as jobs from '../../handlers/jobs.ts';
import * as openapi from '../../handlers/openapi.ts';
import * as queries from '../../handlers/queries.ts';
import * as realtime from '../../handlers/realtime.ts';
import * as reports from '../../handlers/reports.ts';
import * as sessions from '../../handlers/sessions.ts';
import * as settings from '../../handlers/settings.ts';
import * as teams from '../../handlers/teams.ts';
import * as tools from '../../handlers/tools.ts';
import * as usage from '../../handlers/usage.ts';
import type { HttpFunction } from '../../lib/http/pipeline.ts';
import type { Route } from '../../lib/http/route.ts';

const modules: Readonly<Record<string, Record<string, Route | HttpFunction>>> = {
  agents,
  domains,
  reports,
  sessions,
  queries,
  data,
  teams,
  tools,
  config,
  jobs,
  usage,
  settings,
  realtime,
  health,
  openapi,
  docs,
};

export interface Operation {
  /** `agentsCreate`: the handler file and the export. */
  readonly id: string;
  readonly tag: string;
  readonly route: Route;
}

const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);
const isRoute = (value: Route | HttpFunction): value is Route => 'spec' in value;

/** Every declared route, those that take any method included. */
export const allOperations: readonly Operation[] = Object.entries(modules).flatMap(([tag, module]) =>
  Object.entries(module).flatMap(([name, route]) =>
    isRoute(route) ? [{ id: tag + capitalised(name), tag, route }] : [],
  ),
);

/** What clients are told of: retired and unknown paths are left out. */
export const operations = allOperations.filter(({ route }) => route.spec.method !== 'ANY');
