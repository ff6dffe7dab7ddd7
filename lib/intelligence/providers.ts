import { createAmazonBedrock } from '@ai-sdk/amazon-bedrock';
import { createOpenAICompatible } from '@ai-sdk/openai-compatible';
import type { LanguageModelV4 } from '@ai-sdk/provider';
import { notConfigured, type ModelSettings } from './model-settings.ts';

/** Amazon Bedrock's Converse API, signed with the credentials that are passed in. */
export function bedrockModel(
  name: string,
  modelId: string,
  settings: ModelSettings,
  send: typeof fetch | undefined,
): LanguageModelV4 {
  const { region, credentials, bedrockApiKey, bedrockBaseUrl } = settings;
  if (!region) throw notConfigured(name, 'AWS_REGION');
  if (!credentials) throw notConfigured(name, 'AWS credentials');
  const provider = createAmazonBedrock({
    region,
    credentialProvider: async () => {
      const { accessKeyId, secretAccessKey, sessionToken } = await credentials().catch((cause: unknown) => {
        throw notConfigured(name, 'AWS credentials', cause);
      });
      return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
    },
    apiKey: bedrockApiKey ?? '',
    ...(bedrockBaseUrl !== undefined && { baseURL: bedrockBaseUrl }),
    ...(send && { fetch: send }),
  });
  return provider(modelId);
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
