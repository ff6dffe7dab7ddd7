import type { Principal } from '../domain/principal.ts';
import {
  builtinToolNames,
  isBuiltinTool,
  type BuiltinToolName,
  type CustomTool,
  type Tool,
  type ToolAuthInput,
  type ToolInput,
  type ToolPatch,
} from '../domain/tool.ts';
import type { JsonSchema } from '../domain/json-schema.ts';
import type { PageQuery } from '../domain/page.ts';
import { AppError, forbidden, invalidInput, notFound } from '../errors.ts';
import type { HttpCaller, McpClient, SecretSealer, ToolStore } from '../ports/limits.ts';
import type { AgentStore } from '../ports/relational.ts';
import type { Clock } from '../ports/world.ts';
import { assertVersion, found } from './access.ts';
import { sentFields, writeOver } from './changes.ts';
import { paginationOf } from './listing.ts';
import { authHeaders, listParameters } from './mcp-tools.ts';

/** What the built-in tools say of themselves. */
export type BuiltinTools = Readonly<Record<BuiltinToolName, { description: string; parameters: JsonSchema }>>;

export interface ToolPorts {
  tools: ToolStore;
  builtin: BuiltinTools;
  agents: Pick<AgentStore, 'list'>;
  sealer: SecretSealer;
  http: Pick<HttpCaller, 'objection'>;
  mcp: Pick<McpClient, 'listTools'>;
  clock: Clock;
}

const sealPurpose = (toolName: string): string => `tool:${toolName}`;

/** What leaves of a tool: of its secret only that there is one. */
function toAnswer({ auth, ...tool }: CustomTool): Tool {
  const has_secret = auth.sealed_secret !== undefined;
  return { ...tool, is_inbuilt: false, auth: { type: auth.type, has_secret } };
}

/** Tools that a tenant adds to the built-in ones: HTTP endpoints and MCP servers. Writing is for admins, which the routes say. */
export function makeTools({ tools, builtin, agents, sealer, http, mcp, clock }: ToolPorts) {
  const builtinTool = (name: BuiltinToolName): Tool => ({
    tool_name: name,
    description: builtin[name].description,
    parameters_schema: builtin[name].parameters,
    is_inbuilt: true,
  });

  const assertPublic = async (endpoint: string): Promise<void> => {
    const message = await http.objection(endpoint);
    if (message !== undefined) throw invalidInput([{ path: '$.endpoint', message }]);
  };

  /** As given; of an MCP server without one, what it lists now. */
  const parametersOf = (
    tenantId: string,
    tool: Pick<CustomTool, 'tool_name' | 'auth' | 'kind' | 'endpoint'>,
    given: JsonSchema | undefined,
    stored: JsonSchema = {},
  ): JsonSchema | Promise<JsonSchema> => {
    if (given !== undefined || tool.kind !== 'mcp') return given ?? stored;
    return listParameters(mcp, tool.endpoint, authHeaders(sealer, tenantId, tool));
  };

  const seal = (tenantId: string, toolName: string, auth: ToolAuthInput): CustomTool['auth'] =>
    auth.type === 'none'
      ? { type: 'none' }
      : { type: auth.type, sealed_secret: sealer.seal(tenantId, sealPurpose(toolName), auth.secret) };

  /** A stored secret stays with the origin it was given for: changing the endpoint must not carry it elsewhere. */
  const keptAuth = (
    current: CustomTool,
    type: CustomTool['auth']['type'],
    endpoint: string,
  ): CustomTool['auth'] => {
    const isMoved = new URL(endpoint).origin !== new URL(current.endpoint).origin;
    if (type === current.auth.type && (type === 'none' || !isMoved)) return current.auth;
    throw invalidInput([
      {
        path: '$.auth.secret',
        message: 'is needed again when the type or the origin of the endpoint changes',
      },
    ]);
  };

  const changedAuth = (tenantId: string, current: CustomTool, patch: ToolPatch): CustomTool['auth'] => {
    const auth = patch.auth ?? { type: current.auth.type };
    if (auth.type === 'none' || 'secret' in auth) {
      return seal(tenantId, current.tool_name, auth as ToolAuthInput);
    }
    return keptAuth(current, auth.type, patch.endpoint ?? current.endpoint);
  };

  const findOwn = async (tenantId: string, toolName: string): Promise<CustomTool> => {
    if (isBuiltinTool(toolName)) {
      throw forbidden('This tool is built in: every tenant may use it, none may change it.');
    }
    return found(await tools.find(tenantId, toolName), 'tool', toolName);
  };

  const changed = async (tenantId: string, current: CustomTool, patch: ToolPatch): Promise<CustomTool> => {
    const { auth: _given, version: _named, ...fields } = patch;
    const next = { ...current, ...sentFields(fields), auth: changedAuth(tenantId, current, patch) };
    return {
      ...next,
      parameters_schema: await parametersOf(
        tenantId,
        next,
        patch.parameters_schema,
        current.parameters_schema,
      ),
      version: current.version + 1,
      updated_at: clock.now().toISOString(),
    };
  };

  return {
    /** Names that agents of the tenant may list. */
    async names(tenantId: string): Promise<ReadonlySet<string>> {
      const custom = await tools.list(tenantId);
      return new Set([...builtinToolNames, ...custom.map(({ tool_name }) => tool_name)]);
    },

    /** Built-in tools first, then the tenant's own by name. */
    async list({ tenantId, userId }: Principal, query: PageQuery) {
      const custom = (await tools.list(tenantId)).map(toAnswer);
      const all = [...builtinToolNames.map(builtinTool), ...custom];
      const start = (query.page - 1) * query.limit;
      const items = all.slice(start, start + query.limit);
      const rows = items.map((tool) => ({ ...tool, created_by_me: tool.created_by === userId }));
      return { tools: rows, pagination: paginationOf({ items, total: all.length }, query) };
    },

    async get({ tenantId }: Principal, toolName: string): Promise<Tool> {
      if (isBuiltinTool(toolName)) return builtinTool(toolName);
      return toAnswer(found(await tools.find(tenantId, toolName), 'tool', toolName));
    },

    async create({ tenantId, userId }: Principal, input: ToolInput): Promise<Tool> {
      if (isBuiltinTool(input.tool_name)) {
        throw new AppError('CONFLICT', `A built-in tool is named ${input.tool_name}.`);
      }
      await assertPublic(input.endpoint);
      const now = clock.now().toISOString();
      const sealed = { ...input, auth: seal(tenantId, input.tool_name, input.auth) };
      const tool: CustomTool = {
        ...sealed,
        parameters_schema: await parametersOf(tenantId, sealed, input.parameters_schema),
        id: input.tool_name,
        version: 1,
        created_at: now,
        updated_at: now,
        created_by: userId,
      };
      await tools.insert(tenantId, tool);
      return toAnswer(tool);
    },

    update({ tenantId }: Principal, toolName: string, patch: ToolPatch): Promise<Tool> {
      return writeOver(patch.version, async () => {
        const current = await findOwn(tenantId, toolName);
        assertVersion(current.version, patch.version);
        if (patch.endpoint !== undefined) await assertPublic(patch.endpoint);
        const next = await changed(tenantId, current, patch);
        await tools.update(tenantId, next);
        return toAnswer(next);
      });
    },

    /** Refused while an agent lists it. */
    async remove({ tenantId }: Principal, toolName: string): Promise<{ message: string; tool_name: string }> {
      await findOwn(tenantId, toolName);
      const users = await agentsUsing(agents, tenantId, toolName);
      if (users.length > 0) {
        throw new AppError('IN_USE', `It cannot be deleted while it is used by agent ${users.join(', ')}.`, {
          data: { agents: users },
        });
      }
      if (!(await tools.remove(tenantId, toolName))) throw notFound('tool', toolName);
      return { message: 'The tool was deleted.', tool_name: toolName };
    },
  };
}

async function agentsUsing(
  agents: Pick<AgentStore, 'list'>,
  tenantId: string,
  toolName: string,
): Promise<string[]> {
  const users: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await agents.list(tenantId, { page: 1, limit: 100, cursor });
    users.push(...page.items.filter(({ tools }) => tools.includes(toolName)).map(({ agent_id }) => agent_id));
    cursor = page.nextCursor;
  } while (cursor !== undefined);
  return users;
}
