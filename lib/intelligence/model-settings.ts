import { AppError } from '../errors.ts';

export interface AwsCredentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
}

/** Everything that providers need, from the deployment's configuration; nothing is read from the environment here. */
export interface ModelSettings {
  /** `embedded`, `bedrock:<model id>` or `openai-compatible:<model>`. */
  model: string;
  /** Of the OpenAI-compatible server, e.g. http://localhost:11434/v1. */
  baseUrl?: string | undefined;
  apiKey?: string | undefined;
  region?: string | undefined;
  /** Another address of the Bedrock runtime than the region's own. */
  bedrockBaseUrl?: string | undefined;
  credentials?: (() => Promise<AwsCredentials>) | undefined;
  /** A Bedrock API key, in place of credentials. */
  bedrockApiKey?: string | undefined;
  /** Log the body of every model request, without headers, so without keys or signatures. */
  debugRequests?: boolean | undefined;
  fetch?: typeof fetch | undefined;
}

export const notConfigured = (model: string, setting: string, cause?: unknown): AppError =>
  new AppError('MODEL_NOT_CONFIGURED', `The model ${model} needs the setting ${setting}.`, {
    data: { model, setting },
    cause,
  });
