import type { JSONObject, LanguageModelV4 } from '@ai-sdk/provider';
import { AppError } from '../errors.ts';
import type { Log } from '../ports/world.ts';
import type { ModelSettings } from './model-settings.ts';
import { bedrockModel, openAiCompatibleModel } from './providers.ts';
import { logRequests, requestLoggingFetch } from './request-log.ts';

/** A model ready for use, and the configured name that its usage is booked under. */
export interface ResolvedModel {
  name: string;
  model: LanguageModelV4;
}

/** A record as provider options carry it. */
export const asJson = (value: object): JSONObject => JSON.parse(JSON.stringify(value)) as JSONObject;

/** Which model answers for an agent. */
export interface Models {
  /** The agent's own choice, else the tenant's, else the deployment's. Throws MODEL_NOT_CONFIGURED naming the setting. */
  resolve(tenantId: string, override?: string | null): Promise<ResolvedModel>;
}

export interface ModelDeps {
  settings: ModelSettings;
  /** Builds the embedded model; called at most once, and only when it is used. */
  embedded: () => Promise<LanguageModelV4>;
  /** A tenant's own choice of model. */
  tenantModel?: (tenantId: string) => Promise<string | null | undefined>;
  log: Log;
}

async function load(name: string, { settings, embedded, log }: ModelDeps): Promise<LanguageModelV4> {
  const send = settings.debugRequests ? requestLoggingFetch(settings.fetch ?? fetch, log) : settings.fetch;
  const [kind, id] = splitName(name);
  if (kind === 'embedded') return settings.debugRequests ? logRequests(await embedded(), log) : embedded();
  if (kind === 'bedrock') return bedrockModel(name, id, settings, send);
  return openAiCompatibleModel(name, id, settings, send);
}

function splitName(name: string): ['embedded' | 'bedrock' | 'openai-compatible', string] {
  const cut = name.indexOf(':');
  const kind = cut < 0 ? name : name.slice(0, cut);
  const id = cut < 0 ? '' : name.slice(cut + 1);
  if (kind === 'embedded' && id === '') return [kind, id];
  if ((kind === 'bedrock' || kind === 'openai-compatible') && id !== '') return [kind, id];
  throw new AppError(
    'MODEL_NOT_CONFIGURED',
    `There is no model "${name}": MODEL is embedded, bedrock:<model id> or openai-compatible:<model>.`,
    { data: { model: name, setting: 'MODEL' } },
  );
}

/** Models by name, each built once per process. A failed build is tried again. */
export function makeModels(deps: ModelDeps): Models {
  const built = new Map<string, Promise<LanguageModelV4>>();
  const get = (name: string): Promise<LanguageModelV4> => {
    const known = built.get(name);
    if (known) return known;
    const loading = load(name, deps);
    built.set(name, loading);
    loading.catch(() => built.delete(name));
    return loading;
  };
  return {
    resolve: async (tenantId, override) => {
      const name = override ?? (await deps.tenantModel?.(tenantId)) ?? deps.settings.model;
      return { name, model: await get(name) };
    },
  };
}
