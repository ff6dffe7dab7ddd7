import dynalite from 'dynalite';
import { join } from 'node:path';
import type { StartBackend } from './backend.ts';

/** DynamoDB: dynalite, persisted with LevelDB. Tables are there the moment they are created. */
export const start: StartBackend = async ({ stateDir, ports }) => {
  const server = dynalite({
    path: join(stateDir, 'dynamodb'),
    createTableMs: 0,
    updateTableMs: 0,
    deleteTableMs: 0,
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(ports.dynamodb, '127.0.0.1', resolve);
  });
  return () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
};
