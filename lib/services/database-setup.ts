import { createHash } from 'node:crypto';
import { AppError } from '../errors.ts';
import type { SchemaStore, SeedFiles } from '../ports/relational.ts';
import type { Log } from '../ports/world.ts';

export interface Migrated {
  /** Names of the migrations that this run applied, in order. */
  applied: string[];
  /** How many had been applied before. */
  unchanged: number;
}

export interface DatabaseSetup {
  /**
   * Brings the schema up to date, one transaction a migration. Repeating it changes nothing.
   * Throws CONFLICT, naming the file, when a migration that was applied has been edited since.
   */
  migrate(): Promise<Migrated>;
}

/** Line ends may differ between checkouts; anything else is a change of history. */
const checksumOf = (script: string): string =>
  createHash('sha256').update(script.replaceAll('\r\n', '\n')).digest('hex');

const checkHistory = (name: string, checksum: string, recorded: string): void => {
  if (checksum === recorded) return;
  throw new AppError(
    'CONFLICT',
    `Migration ${name} was changed after it had been applied; add a new one instead.`,
    {
      data: { name },
    },
  );
};

export function makeDatabaseSetup(files: SeedFiles, schema: SchemaStore, log: Log): DatabaseSetup {
  return {
    migrate: async () => {
      const migrations = await files.migrations();
      const recorded = await schema.applied();
      const applied: string[] = [];
      for (const { name, script } of migrations) {
        const checksum = checksumOf(script);
        const known = recorded.get(name);
        if (known !== undefined) checkHistory(name, checksum, known);
        else if (await schema.apply({ name, checksum, script })) {
          log.info('migration applied', { migration: name });
          applied.push(name);
        }
      }
      log.info('schema is up to date', { applied: applied.length, total: migrations.length });
      return { applied, unchanged: migrations.length - applied.length };
    },
  };
}
