/** Tools, secrets, settings, counters and usage of tenants. */
import type { JsonSchema } from '../domain/json-schema.ts';
import type { Settings } from '../domain/settings.ts';
import type { CustomTool } from '../domain/tool.ts';
import type { UsageEntry } from '../domain/usage.ts';

/** A tenant's own HTTP tools. */
export interface ToolStore {
  /** All of them, by name; a tenant has few. */
  list(tenantId: string): Promise<CustomTool[]>;
  find(tenantId: string, toolName: string): Promise<CustomTool | undefined>;
  /** CONFLICT when the name is taken. */
  insert(tenantId: string, tool: CustomTool): Promise<void>;
  /** Writes when the stored version is `tool.version - 1`; else VERSION_CONFLICT or NOT_FOUND. */
  update(tenantId: string, tool: CustomTool): Promise<void>;
  remove(tenantId: string, toolName: string): Promise<boolean>;
}

/** Encrypts secrets for one tenant and one purpose; sealed text of another tenant or purpose does not open. */
export interface SecretSealer {
  seal(tenantId: string, purpose: string, secret: string): string;
  open(tenantId: string, purpose: string, sealed: string): string;
}

export interface HttpToolRequest {
  url: string;
  method: 'GET' | 'POST';
  headers: Readonly<Record<string, string>>;
  body?: string;
}

/** Requests to endpoints that tenants name, and so never to anything but public addresses. */
export interface HttpCaller {
  /** Why the URL must not be called; undefined when it may. Names that do not resolve (yet) may. */
  objection(url: string): Promise<string | undefined>;
  /** Header names of the answer are in lower case. Throws TOOL_FAILED, TOOL_UNAVAILABLE, CANCELLED. At most 10 s, 1 MiB and 3 redirects. */
  call(
    request: HttpToolRequest,
    signal: AbortSignal,
  ): Promise<{ status: number; body: string; headers?: Readonly<Record<string, string>> }>;
}

/** A tenant's server of the Model Context Protocol, and the headers that authorise us. */
export interface McpServer {
  endpoint: string;
  headers: Readonly<Record<string, string>>;
}

export interface McpTool {
  name: string;
  description: string;
  /** JSON Schema of its arguments. */
  parameters: JsonSchema;
}

/** Throws TOOL_FAILED, TOOL_UNAVAILABLE, CANCELLED; the bounds of HttpCaller hold for every message. */
export interface McpClient {
  listTools(server: McpServer, signal: AbortSignal): Promise<McpTool[]>;
  /** What the remote tool answers: its structured content, else its text. */
  callTool(
    server: McpServer,
    name: string,
    input: Readonly<Record<string, unknown>>,
    signal: AbortSignal,
  ): Promise<unknown>;
}

export interface SettingsStore {
  /** Undefined when nobody has changed the defaults. */
  find(tenantId: string): Promise<Settings | undefined>;
  /** Writes when the stored version (0 for none) is `settings.version - 1`; else VERSION_CONFLICT. */
  put(tenantId: string, settings: Settings): Promise<void>;
}

/** Sums that several processes add to, each with limits. */
export interface CounterStore {
  /** Undefined when nobody has counted yet. */
  read(tenantId: string, counter: string): Promise<Readonly<Record<string, number>> | undefined>;
  /** Makes the counter with these sums unless it exists; expired counters vanish some time later. */
  start(
    tenantId: string,
    counter: string,
    sums: Readonly<Record<string, number>>,
    expires: Date,
  ): Promise<void>;
  /** Adds when every sum named in `limits` stays within it; false (and nothing added) otherwise, or when it was not started. */
  add(
    tenantId: string,
    counter: string,
    amounts: Readonly<Record<string, number>>,
    limits?: Readonly<Record<string, number>>,
  ): Promise<boolean>;
}

export interface UsageStore {
  /** Idempotent by the call's id. */
  record(tenantId: string, entry: UsageEntry): Promise<void>;
  /** Of one UTC day (`YYYY-MM-DD`), in no order. */
  listDay(tenantId: string, day: string): Promise<UsageEntry[]>;
}

/** What one model call will at most use. */
export interface CallEstimate {
  tokens: number;
  usd: number;
}

/** Books model calls: room is reserved before a call and what was really used is settled after it. */
export interface Meter {
  /** Throws BUDGET_SPENT when the tenant's day has no room for the estimate. */
  reserve(tenantId: string, estimate: CallEstimate): Promise<CallEstimate>;
  /** `entry` is absent for a call that failed and used nothing. */
  settle(
    tenantId: string,
    reserved: CallEstimate,
    entry: Omit<UsageEntry, 'call_id' | 'at'> | undefined,
  ): Promise<void>;
}
