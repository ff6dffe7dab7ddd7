import type { LanguageModelV4 } from '@ai-sdk/provider';
import { notConfigured, type ModelSettings } from './model.ts';

/** Amazon Bedrock's Converse API, signed with the credentials that are passed in. */
export async function bedrockModel(
  name: string,
  modelId: string,
  settings: ModelSettings,
  send: typeof fetch | undefined,
): Promise<LanguageModelV4> {
  const { region, credentials, bedrockBaseUrl } = settings;
  if (!region) throw notConfigured(name, 'AWS_REGION');
  if (!credentials) throw notConfigured(name, 'AWS credentials');
  const { createAmazonBedrock } = await import('@ai-sdk/amazon-bedrock');
  const provider = createAmazonBedrock({
    region,
    credentialProvider: async () => {
      const { accessKeyId, secretAccessKey, sessionToken } = await credentials().catch((cause: unknown) => {
        throw notConfigured(name, 'AWS credentials', cause);
      });
      return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
    },
    ...(bedrockBaseUrl !== undefined && { baseURL: bedrockBaseUrl }),
    ...(send && { fetch: send }),
  });
  return provider(modelId);
}

/** Any server that speaks OpenAI's chat completions: Ollama, vLLM, a gateway. */
export async function openAiCompatibleModel(
  name: string,
  modelId: string,
  { baseUrl, apiKey }: ModelSettings,
  send: typeof fetch | undefined,
): Promise<LanguageModelV4> {
  if (!baseUrl) throw notConfigured(name, 'MODEL_BASE_URL');
  const { createOpenAICompatible } = await import('@ai-sdk/openai-compatible');
  const provider = createOpenAICompatible({
    name: 'openai-compatible',
    baseURL: baseUrl,
    supportsStructuredOutputs: true,
    ...(apiKey !== undefined && { apiKey }),
    ...(send && { fetch: send }),
  });
  return provider.chatModel(modelId);
}
