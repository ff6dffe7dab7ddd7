import { playbookKinds, type Domain, type DomainInput, type DomainPatch } from '../domain/domain.ts';
import type { PageQuery } from '../domain/page.ts';
import type { Principal } from '../domain/principal.ts';
import { invalidInput, notFound, type Problem } from '../errors.ts';
import type { AgentStore, DomainStore } from '../ports/relational.ts';
import type { Clock } from '../ports/world.ts';
import { assertMayWrite, assertVersion, found } from './access.ts';
import { sentFields, writeOver } from './changes.ts';
import { duplicateProblems, reviewPlaybooks, type Playbooks } from './domains-validation.ts';
import { toList } from './listing.ts';

export interface DomainPorts {
  domains: DomainStore;
  agents: Pick<AgentStore, 'findMany'>;
  clock: Clock;
}

/** Of a document that may be wrong elsewhere, what rules across fields look at. */
type DomainParts = Playbooks & { [K in 'categories' | 'places']?: Domain[K] | undefined };

/** A domain as answered to a write: what is allowed and probably not meant comes along. */
export type ReviewedDomain = Domain & { warnings: string[] };

const playbooksOf = (parts: Playbooks): Playbooks =>
  Object.fromEntries(playbookKinds.map((kind) => [kind, parts[kind]]));

/** Configures domains: which agents work for a field of business, in which order, on which map. */
export function makeDomains({ domains, agents, clock }: DomainPorts) {
  const check = async (tenantId: string, parts: DomainParts): Promise<string[]> => {
    const { problems, warnings } = await reviewPlaybooks({ agents }, tenantId, playbooksOf(parts));
    const all = [...problems, ...duplicateProblems(parts)];
    if (all.length > 0) throw invalidInput(all);
    return warnings;
  };

  const findOwn = async (principal: Principal, domainId: string): Promise<Domain> => {
    const domain = found(await domains.find(principal.tenantId, domainId), 'domain', domainId);
    assertMayWrite(principal, domain, 'domain');
    return domain;
  };

  const write = async (
    tenantId: string,
    current: Domain,
    changes: Partial<Domain>,
  ): Promise<ReviewedDomain> => {
    const updated_at = clock.now().toISOString();
    const next: Domain = { ...current, ...changes, version: current.version + 1, updated_at };
    const warnings = await check(tenantId, next);
    await domains.update(tenantId, next);
    return { ...next, warnings };
  };

  return {
    /** What is wrong with playbooks of a document whose other fields may be wrong too. */
    async review({ tenantId }: Principal, parts: DomainParts): Promise<Problem[]> {
      const { problems } = await reviewPlaybooks({ agents }, tenantId, playbooksOf(parts));
      return [...problems, ...duplicateProblems(parts)];
    },

    async create(principal: Principal, input: DomainInput): Promise<ReviewedDomain> {
      const warnings = await check(principal.tenantId, input);
      const now = clock.now().toISOString();
      const domain: Domain = {
        ...input,
        id: input.domain_id,
        is_inbuilt: false,
        version: 1,
        created_at: now,
        updated_at: now,
        created_by: principal.userId,
      };
      await domains.insert(principal.tenantId, domain);
      return { ...domain, warnings };
    },

    async list(principal: Principal, query: PageQuery) {
      const { items, pagination } = toList(principal, await domains.list(principal.tenantId, query), query);
      return { domains: items, pagination };
    },

    async get({ tenantId }: Principal, domainId: string): Promise<Domain> {
      return found(await domains.find(tenantId, domainId), 'domain', domainId);
    },

    update(
      principal: Principal,
      domainId: string,
      { version, ...patch }: DomainPatch,
    ): Promise<ReviewedDomain> {
      return writeOver(version, async () => {
        const current = await findOwn(principal, domainId);
        assertVersion(current.version, version);
        return write(principal.tenantId, current, sentFields(patch));
      });
    },

    async remove(principal: Principal, domainId: string): Promise<{ message: string; domain_id: string }> {
      await findOwn(principal, domainId);
      if (!(await domains.remove(principal.tenantId, domainId))) throw notFound('domain', domainId);
      return { message: 'The domain was deleted.', domain_id: domainId };
    },
  };
}
