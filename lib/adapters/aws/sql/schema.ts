import { AppError } from '../../../errors.ts';
import type { SchemaStore } from '../../../ports/relational.ts';
import type { Clock } from '../../../ports/world.ts';
import type { Sql } from './client.ts';
import { splitStatements } from './split-statements.ts';

/** Any fixed number: it names "changing the schema" among the advisory locks of the database. */
const LOCK = 7_301_944_216;
const FIRST_PAUSE_MS = 200;

const history = `create table if not exists schema_migrations (
  name text primary key,
  checksum text not null,
  applied_at timestamptz not null default now()
)`;

/**
 * Each migration is a transaction that first takes an advisory lock which ends with it, so it holds whichever
 * connection the Data API uses. `lockMs`: how long to wait for somebody else's migration.
 */
export function makeSchemaStore(sql: Sql, clock: Clock, lockMs: number): SchemaStore {
  const applied: SchemaStore['applied'] = async () => {
    const [exists] = await sql.rows<{ known: boolean }>(
      "select to_regclass('schema_migrations') is not null as known",
    );
    if (exists?.known !== true) return new Map();
    const rows = await sql.rows<{ name: string; checksum: string }>(
      'select name, checksum from schema_migrations',
    );
    return new Map(rows.map(({ name, checksum }) => [name, checksum]));
  };

  const attempt = (name: string, checksum: string, script: string): Promise<'applied' | 'known' | 'locked'> =>
    sql.transaction(async (inside) => {
      const [lock] = await inside.rows<{ taken: boolean }>(
        `select pg_try_advisory_xact_lock(${LOCK}) as taken`,
      );
      if (lock?.taken !== true) return 'locked';
      await inside.run(history);
      const known = await inside.rows('select 1 from schema_migrations where name = :name', { name });
      if (known.length > 0) return 'known';
      for (const statement of splitStatements(script)) await inside.run(statement);
      await inside.run('insert into schema_migrations (name, checksum) values (:name, :checksum)', {
        name,
        checksum,
      });
      return 'applied';
    });

  return {
    applied,
    apply: async ({ name, checksum, script }) => {
      const giveUpAt = clock.now().getTime() + lockMs;
      for (let pause = FIRST_PAUSE_MS; ; pause *= 2) {
        const outcome = await attempt(name, checksum, script);
        if (outcome !== 'locked') return outcome === 'applied';
        if (clock.now().getTime() + pause > giveUpAt)
          throw new AppError('UNAVAILABLE', 'Another schema change is running.', {
            retryable: true,
            data: { name },
          });
        await clock.sleep(pause);
      }
    },
  };
}
