/** A value in PostgreSQL's text format with the type it is sent as; `oid` 0 leaves the type to the server. */
export interface BoundParameter {
  readonly oid: number;
  readonly text: string | undefined;
}

export interface ResultColumn {
  readonly name: string;
  readonly oid: number;
}

/** Rows in PostgreSQL's text format. `affected` counts the rows that INSERT, UPDATE, DELETE or MERGE changed. */
export interface StatementResult {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly (string | null)[])[];
  readonly affected: number;
}

/**
 * One PostgreSQL session, exclusively held until it is released.
 * `run` throws a `DatabaseErrorException` for whatever the server refuses.
 */
export interface SqlConnection {
  run(sql: string, parameters: readonly BoundParameter[]): Promise<StatementResult>;
  /** Gives the session back; `reset` first forgets settings, advisory locks and temporary tables. */
  release(reset: boolean): Promise<void>;
}

export interface SqlEngine {
  /** Waits, first come first served, until a session is free; `waitMilliseconds` at most. */
  connect(waitMilliseconds: number): Promise<SqlConnection>;
  close(): Promise<void>;
}
