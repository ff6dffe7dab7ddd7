import { defaultProvider } from '@aws-sdk/credential-provider-node';

export interface Credentials {
  accessKeyId: string;
  secretAccessKey: string;
  sessionToken?: string | undefined;
}

/**
 * AWS's own chain: environment (a function's role), profile, web identity, container, instance. Cached until shortly
 * before they expire. Rejects when no link of the chain has credentials.
 */
export const makeCredentials = (): (() => Promise<Credentials>) => defaultProvider();
