import { createAmazonBedrock } from '@ai-sdk/amazon-bedrock';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { LanguageModelV4 } from '@ai-sdk/provider';
import { wrapLanguageModel } from 'ai';
import { notConfigured, type ModelSettings } from './model-settings.ts';

type Credentials = NonNullable<ModelSettings['credentials']>;

/** Asks for the credentials before each call: the provider would turn their absence into an error without a cause. */
const withCredentials = (model: LanguageModelV4, credentials: Credentials): LanguageModelV4 =>
  wrapLanguageModel({
    model,
    middleware: {
      specificationVersion: 'v4',
      wrapGenerate: async ({ doGenerate }) => {
        await credentials();
        return doGenerate();
      },
    },
  });

/** Amazon Bedrock's Converse API, with an API key or signed with the credentials that are passed in. */
export function bedrockModel(
  name: string,
  modelId: string,
  settings: ModelSettings,
  send: typeof fetch | undefined,
): LanguageModelV4 {
  const { region, bedrockApiKey, bedrockBaseUrl } = settings;
  if (!region) throw notConfigured(name, 'AWS_REGION');
  if (!bedrockApiKey && !settings.credentials) throw notConfigured(name, 'AWS credentials');
  const credentials: Credentials = async () => {
    try {
      if (settings.credentials) return await settings.credentials();
    } catch (cause) {
      throw notConfigured(name, 'AWS credentials', cause);
    }
    throw notConfigured(name, 'AWS credentials');
  };
  const provider = createAmazonBedrock({
    region,
    // An absent key would be looked up in the environment.
    apiKey: bedrockApiKey ?? '',
    credentialProvider: async () => {
      const { accessKeyId, secretAccessKey, sessionToken } = await credentials();
      return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
    },
    ...(bedrockBaseUrl !== undefined && { baseURL: bedrockBaseUrl }),
    ...(send && { fetch: send }),
  });
  const model = provider(modelId);
  return bedrockApiKey ? model : withCredentials(model, credentials);
}

/** Any server that speaks OpenAI's chat completions: Ollama, vLLM, a gateway. */
export function openAiCompatibleModel(
  name: string,
  modelId: string,
  { baseUrl, apiKey }: ModelSettings,
  send: typeof fetch | undefined,
): LanguageModelV4 {
  if (!baseUrl) throw notConfigured(name, 'MODEL_BASE_URL');
  const provider = createOpenAICompatible({
    name: 'openai-compatible',
    baseURL: baseUrl,
    supportsStructuredOutputs: true,
    ...(apiKey !== undefined && { apiKey }),
    ...(send && { fetch: send }),
  });
  return provider.chatModel(modelId);
}
