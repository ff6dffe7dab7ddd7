import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Sql } from '../../../lib/adapters/aws/sql/client.ts';
import { makeDomainStore } from '../../../lib/adapters/aws/sql/domains.ts';
import { makeReportIndex } from '../../../lib/adapters/aws/sql/report-index.ts';
import { makeSchemaStore } from '../../../lib/adapters/aws/sql/schema.ts';
import { makeTenantStore } from '../../../lib/adapters/aws/sql/tenants.ts';
import { systemClock } from '../../../lib/adapters/system/clock.ts';
import { makeSeedFiles } from '../../../lib/adapters/system/seed-files.ts';
import { domain, domainInput } from '../../../lib/domain/domain.ts';
import type { Domain } from '../../../lib/domain/domain.ts';
import type { DomainStore, ReportIndex } from '../../../lib/ports/relational.ts';
import { makeDatabaseSetup } from '../../../lib/services/database-setup.ts';
import { silent, startDatabase, startMigratedDatabase } from '../../support/database.ts';
import type { TestDatabase } from '../../support/database.ts';
import { storedReport } from '../../support/reports.ts';

let database: TestDatabase;
let domains: DomainStore;
let index: ReportIndex;
/** Every statement that was sent to the database. */
const sent: string[] = [];
beforeAll(async () => {
  database = await startMigratedDatabase();
  const sql: Sql = {
    ...database.sql,
    rows: (text, values) => {
      sent.push(text);
      return database.sql.rows(text, values);
    },
  };
  domains = makeDomainStore(sql);
  index = makeReportIndex(sql);
}, 60_000);
afterAll(() => database.close());

const playbook = { agent_execution_graph: { nodes: [], edges: [] } };
const at = '2026-01-01T00:00:00.000Z';
function domainIn(domain_id: string, language?: string, version = 1): Domain {
  const home = { timezone: 'UTC', ...(language === undefined ? {} : { language }) };
  const playbooks = { ingestion_playbook: playbook, query_playbook: playbook, management_playbook: playbook };
  const input = domainInput.parse({ domain_id, domain_name: domain_id, home, ...playbooks });
  const metadata = { id: domain_id, version, created_at: at, updated_at: at, created_by: 'u1' };
  return domain.parse({ ...input, ...metadata, is_inbuilt: false });
}

/** The reports of a tenant, by domain and id, whose domains have the languages given. */
async function given(
  tenantId: string,
  languages: Readonly<Record<string, string | undefined>>,
  texts: Readonly<Record<string, string>>,
): Promise<void> {
  await makeTenantStore(database.sql).ensure({ tenantId, userId: 'u1', username: 'Una', role: 'admin' });
  for (const [id, language] of Object.entries(languages))
    await domains.insert(tenantId, domainIn(id, language));
  await index.upsertMany(
    tenantId,
    Object.entries(texts).map(([key, raw_text]) =>
      storedReport(key, { domain_id: key.split('/')[0] ?? '', raw_text }),
    ),
  );
}
async function found(tenantId: string, q: string, domain_id?: string): Promise<string[]> {
  const filter = domain_id === undefined ? { q } : { q, domain_id };
  const { items, total } = await index.list(tenantId, filter, { page: 1, limit: 10 }, 'relevance');
  expect(await index.count(tenantId, filter)).toBe(total);
  return items.map(({ incident_id }) => incident_id).sort();
}

describe('a search in a domain', () => {
  beforeAll(() =>
    given(
      'acme',
      { agua: 'es', wasser: 'de', water: undefined, mizu: 'zz', eau: 'fr' },
      {
        'agua/1': 'Las inundaciones llegaron a las casas del barrio',
        'wasser/1': 'Die Überschwemmungen haben die Straßen gesperrt',
        'water/1': 'Flooded basements after the storms',
        'mizu/1': 'Flooded basements after the storms',
      },
    ),
  );

  it('in Spanish finds other forms of a word', async () => {
    for (const q of ['inundación', 'inundaciones', 'inundada', 'casa', 'INUNDADAS casa'])
      expect([q, await found('acme', q, 'agua')]).toEqual([q, ['agua/1']]);
    for (const q of ['barrios -casa', 'incendio'])
      expect([q, await found('acme', q, 'agua')]).toEqual([q, []]);
  });

  it('in German finds them by German rules', async () => {
    for (const q of ['Überschwemmung', 'Straße', 'gesperrte straße'])
      expect([q, await found('acme', q, 'wasser')]).toEqual([q, ['wasser/1']]);
  });

  it('without a language is in English', async () => {
    for (const q of ['flood', 'basement storm']) expect(await found('acme', q, 'water')).toEqual(['water/1']);
    expect(await found('acme', 'the', 'water')).toEqual([]);
  });

  it('in a language without a stemmer finds words as they stand', async () => {
    for (const q of ['flooded', 'Basements', 'the'])
      expect(await found('acme', q, 'mizu')).toEqual(['mizu/1']);
    for (const q of ['floods', 'flooding']) expect(await found('acme', q, 'mizu')).toEqual([]);
  });

  it('forgives a slip, and none in a word that a report has in another form', async () => {
    expect(await found('acme', 'inundacoines', 'agua')).toEqual(['agua/1']);
    await given('forms', { agua: 'es' }, { 'agua/1': 'casas inundadas', 'agua/2': 'inundado por las olas' });
    sent.length = 0;
    expect(await found('forms', 'inundando', 'agua')).toEqual(['agua/1', 'agua/2']);
    expect(sent.some((text) => text.includes(':corrected'))).toBe(false);
  });

  it('without reports finds nothing', async () => {
    expect(await found('acme', 'inondation', 'eau')).toEqual([]);
    expect(await found('acme', 'inondation', 'none_such')).toEqual([]);
  });

  it('of a tenant of its own is in its language, whatever a built-in one of its name has', async () => {
    await makeDomainStore(database.sql).putInbuilt([
      { ...domainIn('shared', 'es'), created_by: 'system', is_inbuilt: true },
    ]);
    await database.sql.run("insert into tenants (tenant_id) values ('own')");
    await database.sql.run(
      "insert into domains values ('own', 'shared', 'S', 'UTC', false, 1, now(), now(), 'u', 'de')",
    );
    await given('own', {}, { 'shared/1': 'Straßen' });
    await given('user', {}, { 'shared/1': 'inundaciones' });
    expect(await found('own', 'Straße', 'shared')).toEqual(['shared/1']);
    expect(await found('user', 'inundada', 'shared')).toEqual(['shared/1']);
  });
});

describe('a search over all domains', () => {
  beforeAll(() =>
    given(
      'both',
      { water: 'en', agua: 'es' },
      {
        'water/1': 'Floods in the hospitals of the capital',
        'water/2': 'Storm, flooding, and the hospital is dark',
        'agua/1': 'Hubo inundaciones en los hospitales',
        'agua/2': 'Inundada la escuela',
      },
    ),
  );

  it('finds the reports of each in its own language', async () => {
    expect(await found('both', 'hospital')).toEqual(['agua/1', 'water/1', 'water/2']);
    expect(await found('both', 'inundación')).toEqual(['agua/1', 'agua/2']);
    expect(await found('both', 'flooded')).toEqual(['water/1', 'water/2']);
    expect(await found('both', 'inundado or storms')).toEqual(['agua/1', 'agua/2', 'water/2']);
    expect(await found('both', 'hopsital')).toEqual(['agua/1', 'water/1', 'water/2']);
  });

  it('leaves out what is excluded in the language of each', async () => {
    expect(await found('both', 'hospital -floods')).toEqual(['agua/1']);
    expect(await found('both', 'hospital -inundada')).toEqual(['water/1', 'water/2']);
  });

  it('of words that are stop words in one language finds them in the others only', async () => {
    expect(await found('both', 'the')).toEqual([]);
    expect(await found('both', 'los')).toEqual([]);
  });

  it('ranks the better match first, page by page', async () => {
    await given(
      'rank',
      { water: 'en', agua: 'es' },
      {
        'water/1': 'A hospital far away from the very long road that we take',
        'agua/1': 'Hospitales, hospital, hospitales',
        'water/2': 'Hospital beside hospitals',
      },
    );
    const ids: string[] = [];
    for (let cursor: string | undefined, first = true; first || cursor !== undefined; first = false) {
      const page = await index.list('rank', { q: 'hospital' }, { page: 1, limit: 1, cursor }, 'relevance');
      ids.push(...page.items.map(({ incident_id }) => incident_id));
      cursor = page.nextCursor;
    }
    expect(ids).toEqual(['agua/1', 'water/2', 'water/1']);
  });

  it('asks in the languages of the tenant alone, in no more statements than a search takes', async () => {
    await given('english', { water: 'en' }, { 'water/1': 'Floods' });
    sent.length = 0;
    await index.count('english', { q: 'flooding' });
    expect(sent).toHaveLength(2);
    expect(sent[1]).toContain("'english'");
    expect(sent[1]).not.toContain("'spanish'");
    sent.length = 0;
    await index.count('both', { q: 'flooding', domain_id: 'agua' });
    expect(sent[1]).toContain("'spanish'");
    expect(sent[1]).not.toContain("'english'");
  });
});

describe('a domain that changes its language', () => {
  it('has its reports found as before until they are indexed again, and then in the new language', async () => {
    const text = 'Las inundaciones llegaron, floodings';
    await given('moves', { agua: undefined }, { 'agua/1': text });
    expect(await found('moves', 'flooded')).toEqual(['agua/1']);
    expect(await found('moves', 'inundada')).toEqual([]);
    await domains.update('moves', domainIn('agua', 'es', 2));
    await given('moves', {}, { 'agua/2': text });
    expect(await found('moves', 'flooded')).toEqual(['agua/1']);
    expect(await found('moves', 'inundada')).toEqual(['agua/2']);
    await given('moves', {}, { 'agua/1': text });
    expect(await found('moves', 'flooded')).toEqual([]);
    expect(await found('moves', 'inundada')).toEqual(['agua/1', 'agua/2']);
  });
});

describe('the schema', () => {
  it('knows a stemmer for the codes that the API names, and takes words as they stand for all others', async () => {
    const letters = Array.from('abcdefghijklmnopqrstuvwxyz');
    const codes = letters.flatMap((first) => letters.map((second) => `('${first}${second}')`));
    const rows = await database.sql.rows<{ code: string; name: string }>(
      `select code, search_language(code) as name from (values ${codes.join(', ')}) c(code)
       where search_language(code) <> 'simple' order by code`,
    );
    const { description = '' } = domainInput.shape.home.unwrap().shape.language;
    expect(description).toContain(` ${rows.map(({ code }) => code).join(' ')} `);
    expect(new Set(rows.map(({ name }) => name)).size).toBe(28);
  });

  it('brought up from before there were languages finds its reports as before', async () => {
    const old = await startDatabase();
    if (process.env['TEST_POSTGRES_URL'] !== undefined) {
      await old.sql.run('drop schema public cascade');
      await old.sql.run('create schema public');
    }
    const files = makeSeedFiles(process.cwd());
    const shipped = await files.migrations();
    const migrateTo = (last: string) => {
      const migrations = () => Promise.resolve(shipped.filter(({ name }) => name <= last));
      return makeDatabaseSetup(
        { ...files, migrations },
        makeSchemaStore(old.sql, systemClock, 5_000),
        silent,
      );
    };
    const insert = (id: string) =>
      old.sql.run(
        `insert into report_index (tenant_id, incident_id, version, domain_id, status, event_at, raw_text)
        values ('acme', :id, 1, 'water', 'pending', now(), 'Flooded basements')`,
        { id },
      );
    try {
      await migrateTo('006_short_statements.sql').migrate();
      await insert('before');
      await migrateTo('zzz').migrate();
      // The release before may still be running.
      await insert('beside');
      expect(await makeReportIndex(old.sql).count('acme', { q: 'floods' })).toBe(2);
    } finally {
      await old.close();
    }
  }, 30_000);
});
