import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { domainInput, domainPatch } from '../../../lib/domain/domain.ts';
import { parseInput, validParts } from '../../../lib/http/input.ts';
import { makeDomains } from '../../../lib/services/domains.ts';
import { playbookCycles, reviewPlaybooks } from '../../../lib/services/domains-validation.ts';
import { agentOf, agentsByIds, principal } from '../../support/api-fakes.ts';

const playbook = (nodes: string[], edges: [string, string][] = []) => ({
  agent_execution_graph: { nodes, edges: edges.map(([from, to]) => ({ from, to })) },
});
const review = (agents: ReturnType<typeof agentsByIds>, query: ReturnType<typeof playbook>) =>
  reviewPlaybooks({ agents }, 'riverside', { query_playbook: query });
const at = '$.query_playbook.agent_execution_graph';

describe('the review of playbooks', () => {
  it('finds a circle that edges and dependencies close only together, and names its path', async () => {
    const agents = agentsByIds(agentOf('a'), agentOf('b', { agent_dependencies: ['a'] }), agentOf('c'));
    const { problems } = await review(
      agents,
      playbook(
        ['a', 'b', 'c'],
        [
          ['b', 'c'],
          ['c', 'a'],
        ],
      ),
    );

    expect(problems).toHaveLength(1);
    expect(problems[0]?.path).toBe(at);
    expect(problems[0]?.message).toMatch(
      /circular dependency: (a -> b -> c -> a|b -> c -> a -> b|c -> a -> b -> c)$/,
    );
  });

  it('finds a circle through an agent that no playbook lists', async () => {
    const agents = agentsByIds(
      agentOf('a', { agent_dependencies: ['hidden'] }),
      agentOf('hidden', { agent_dependencies: ['b'] }),
      agentOf('b'),
    );
    const { problems } = await review(agents, playbook(['a', 'b'], [['a', 'b']]));

    expect(problems[0]?.message).toContain('hidden');
  });

  it('names everything that is wrong at once, each with its path', async () => {
    const agents = agentsByIds(
      agentOf('a', { agent_dependencies: ['off'] }),
      agentOf('off', { enabled: false }),
      agentOf('other', { agent_class: 'ingestion' }),
    );
    const { problems } = await review(agents, {
      ...playbook(
        ['a', 'a', 'nobody', 'other'],
        [
          ['a', 'elsewhere'],
          ['a', 'elsewhere'],
        ],
      ),
      settings: { stranger: {} },
    } as ReturnType<typeof playbook>);

    expect(problems.map(({ path }) => path)).toEqual([
      `${at}.nodes[1]`,
      `${at}.nodes[2]`,
      `${at}.nodes[3]`,
      `${at}.edges[0].to`,
      `${at}.edges[1].to`,
      `${at}.edges[1]`,
      '$.query_playbook.settings.stranger',
      `${at}.nodes`,
    ]);
  });

  it('warns of an output key that two agents produce, and of an agent that stands alone', async () => {
    const same = { output_schema: { depth: { type: 'number' }, answer: { type: 'string' } } };
    const agents = agentsByIds(agentOf('a', same), agentOf('b', same), agentOf('c'));
    const { problems, warnings } = await review(agents, playbook(['a', 'b', 'c'], [['a', 'b']]));

    expect(problems).toEqual([]);
    expect(warnings).toEqual([
      expect.stringContaining('the output key depth is produced by a and b'),
      expect.stringContaining('c has no edge'),
    ]);
  });

  it('accepts every graph without a circle, whatever its shape', async () => {
    const names = ['n0', 'n1', 'n2', 'n3', 'n4', 'n5'];
    const agents = agentsByIds(...names.map((name) => agentOf(name)));
    const edge = fc.tuple(fc.nat(5), fc.nat(5)).filter(([from, to]) => from < to);
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(edge, { selector: String, maxLength: 12 }), async (pairs) => {
        const edges = pairs.map(([from, to]) => [`n${from}`, `n${to}`] as [string, string]);
        expect((await review(agents, playbook(names, edges))).problems).toEqual([]);
      }),
    );
  });

  it('refuses ten thousand nodes by the limit, in less than 100 ms and without reading one agent', async () => {
    const nodes = Array.from({ length: 10_000 }, (_, index) => `agent-${index}`);
    const edges = nodes.slice(1).map((to, index) => ({ from: nodes[index] ?? '', to }));
    const body = {
      domain_id: 'large',
      domain_name: 'Large',
      ingestion_playbook: playbook([]),
      query_playbook: { agent_execution_graph: { nodes, edges } },
      management_playbook: playbook([]),
    };
    const agents = agentsByIds();
    const domains = makeDomains({ domains: {} as never, agents, clock: {} as never });
    // The best of three: a pause of the machine is no work.
    const times: number[] = [];
    for (let turn = 0; turn < 3; turn++) {
      const started = performance.now();
      const parsed = parseInput({ body: domainInput }, { params: {}, query: {}, body });
      await domains.review(principal('sam'), validParts(domainInput, body));
      times.push(performance.now() - started);
      const paths = parsed.valid ? [] : parsed.problems.map(({ path }) => path);
      expect(paths.sort()).toEqual([`${at}.edges`, `${at}.nodes`]);
    }

    expect(agents.asked()).toBe(0);
    expect(Math.min(...times)).toBeLessThan(100);
  });

  it('finds the circle that a changed agent would close in a playbook that uses it', async () => {
    const changed = agentOf('a', { agent_dependencies: ['b'] });
    const domain = { domain_id: 'water', query_playbook: playbook(['a', 'b'], [['a', 'b']]) };
    const empty = { ingestion_playbook: playbook([]), management_playbook: playbook([]) };
    const agents = agentsByIds(agentOf('a'), agentOf('b'));
    const problems = await playbookCycles(
      { agents },
      'riverside',
      [{ ...domain, ...empty } as never],
      changed,
    );

    expect(problems[0]?.message).toMatch(/would make the query_playbook of water circular/);
  });
});

describe('domains', () => {
  it('take a language as code of two letters or none at all', () => {
    const home = (language: unknown) =>
      parseInput({ body: domainPatch }, { params: {}, query: {}, body: { home: { language } } });
    for (const code of ['es', 'zz', undefined]) expect(home(code).valid).toBe(true);
    for (const code of [
      '',
      'e',
      'ES',
      'spa',
      'spanish',
      'es\n',
      "e'",
      "es', 'x') --",
      'ñu',
      7,
      null,
      ['es'],
    ]) {
      const parsed = home(code);
      expect([code, parsed.valid ? [] : parsed.problems.map(({ path }) => path)]).toEqual([
        code,
        ['$.home.language'],
      ]);
    }
  });

  it('refuses categories and places that are listed twice', async () => {
    const domains = makeDomains({
      domains: {} as never,
      agents: agentsByIds(),
      clock: { now: () => new Date(), sleep: () => Promise.resolve() },
    });
    const problems = await domains.review(principal('sam'), {
      categories: [
        { key: 'leak', label: 'Leak', synonyms: [] },
        { key: 'leak', label: 'Again', synonyms: [] },
      ],
      places: [],
    });

    expect(problems).toEqual([{ path: '$.categories[1]', message: 'leak is listed twice' }]);
  });
});
