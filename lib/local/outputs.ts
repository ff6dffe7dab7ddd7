import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { localUsers } from './identities.ts';
import { localUrl } from './settings.ts';
import type { LocalSettings } from './settings.ts';

/** `.local/outputs.json`: the local counterpart of the deployed stack's outputs. URLs have no trailing slash. */
export const outputsSchema = z.object({
  apiUrl: z.url(),
  websocketUrl: z.url(),
  region: z.string(),
  cognitoEndpoint: z.url(),
  userPoolId: z.string(),
  userPoolClientId: z.string(),
  users: z.array(
    z.object({
      username: z.string(),
      password: z.string(),
      tenantId: z.string(),
      groups: z.array(z.string()),
    }),
  ),
  /** Of the emulators, for looking into the stores. */
  endpoints: z.record(z.string(), z.url()),
  /** Of the process that serves all this. */
  pid: z.int(),
});
export type Outputs = z.infer<typeof outputsSchema>;

const outputsFile = (stateDir: string): string => join(stateDir, 'outputs.json');

export const makeOutputs = ({ ports, region, userPool }: LocalSettings): Outputs => ({
  apiUrl: `http://localhost:${ports.http}`,
  websocketUrl: `ws://localhost:${ports.websocket}`,
  region,
  cognitoEndpoint: localUrl(ports.cognito),
  userPoolId: userPool.id,
  userPoolClientId: userPool.clientId,
  users: localUsers.map(({ username, password, tenantId, groups }) => ({
    username,
    password,
    tenantId,
    groups: [...groups],
  })),
  endpoints: {
    dynamodb: localUrl(ports.dynamodb),
    rdsData: localUrl(ports.rdsData),
    s3: localUrl(ports.s3),
    lambda: localUrl(ports.lambda),
  },
  pid: process.pid,
});

/** Written once everything answers, so that its presence says "ready". */
export const writeOutputs = (stateDir: string, outputs: Outputs): void =>
  writeFileSync(outputsFile(stateDir), `${JSON.stringify(outputs, null, 2)}\n`, { mode: 0o600 });

export const removeOutputs = (stateDir: string): void => rmSync(outputsFile(stateDir), { force: true });

/** Undefined while no stack runs on the state directory. */
export const readOutputs = (stateDir: string): Outputs | undefined => {
  try {
    return outputsSchema.parse(JSON.parse(readFileSync(outputsFile(stateDir), 'utf8')));
  } catch {
    return undefined;
  }
};
