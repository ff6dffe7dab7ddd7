import { Logger } from '@aws-lambda-powertools/logger';
import type { Log } from '../../ports/world.ts';

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent';

/** Structured JSON lines. Callers never pass texts of reports, tokens or secrets. */
export function makeLog(service: string, level: LogLevel): Log {
  const logger = new Logger({ serviceName: service, logLevel: level === 'silent' ? 'SILENT' : level });
  return {
    debug: (message, fields = {}) => logger.debug(message, fields),
    info: (message, fields = {}) => logger.info(message, fields),
    warn: (message, fields = {}) => logger.warn(message, fields),
    error: (message, fields = {}) => logger.error(message, fields),
  };
}
