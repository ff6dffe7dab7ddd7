import { createServer } from 'node:net';
import type { LocalSettings, PortName } from './settings.ts';

const purposes: Record<PortName, string> = {
  http: 'HTTP API',
  websocket: 'WebSocket API',
  lambda: 'Lambda',
  dynamodb: 'DynamoDB',
  rdsData: 'RDS Data API',
  cognito: 'Cognito',
  s3: 'S3',
};

const isFree = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, '127.0.0.1', () => probe.close(() => resolve(true)));
  });

/** Throws one error that names every port that somebody else listens on, what it is for and how to move. */
export const checkPortsFree = async (ports: LocalSettings['ports']): Promise<void> => {
  const names = Object.keys(ports) as PortName[];
  const checked = await Promise.all(names.map(async (name) => ({ name, free: await isFree(ports[name]) })));
  const busy = checked.filter(({ free }) => !free).map(({ name }) => `${ports[name]} (${purposes[name]})`);
  if (busy.length === 0) return;
  throw new Error(
    `${busy.length === 1 ? 'Port' : 'Ports'} ${busy.join(', ')} already in use. Stop what listens there, move every port ` +
      'with DOMAINFLOW_PORT_OFFSET=100, or change custom.local.ports in serverless.yml.',
  );
};
