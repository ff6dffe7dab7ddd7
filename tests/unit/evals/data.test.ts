import { describe, expect, test } from '@jest/globals';
import { withComputedAnswer, withComputedSelection } from '../../evals/computed.ts';
import { labelledSentences } from '../../../scripts/training/examples.ts';
import {
  halves,
  readAuthors,
  readCommands,
  readQuestions,
  readReports,
  readStore,
} from '../../evals/data.ts';
import { select } from '../../evals/reference.ts';
import { categoryKeys, type DomainKey, domainKey } from '../../evals/schemas.ts';
import { reportFilter } from '../../../lib/domain/filter.ts';

const store = readStore();
const everyHalf = <Line>(read: (half: (typeof halves)[number]) => Line[]) => halves.flatMap(read);
const spoken = (text: string) =>
  text
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
const repeated = (values: readonly string[]) =>
  values.filter((value, index) => values.indexOf(value) !== index);
const isCategory = (domain: DomainKey, key: string) => categoryKeys[domain].includes(key);

describe('evaluation sets', () => {
  test.each(halves)('hold enough lines in the %s half', (half) => {
    expect(readReports(half).length).toBeGreaterThanOrEqual(120);
    expect(readQuestions(half).length).toBeGreaterThanOrEqual(70);
    expect(readCommands(half).length).toBeGreaterThanOrEqual(50);
  });

  test('hold reports by people whom nothing was learnt from', () => {
    const learnt = new Set(labelledSentences.map(({ text }) => spoken(text)));
    const authors = readAuthors();
    expect(authors.length).toBeGreaterThan(2_500);
    expect(authors.filter(({ text }) => learnt.has(spoken(text)))).toEqual([]);
    expect(
      authors.filter(
        ({ domain_id, expect: { category } }) =>
          ![category].flat().every((key) => isCategory(domain_id, key)),
      ),
    ).toEqual([]);
  });

  test('give every line and stored report an id of its own', () => {
    const lines = [...everyHalf(readReports), ...everyHalf(readQuestions), ...everyHalf(readCommands)];
    expect(
      repeated([...lines, ...store.reports.map(({ incident_id: id }) => ({ id }))].map(({ id }) => id)),
    ).toEqual([]);
  });

  test('use no sentence twice, within a half or across them', () => {
    const questions = everyHalf(readQuestions).map((line) =>
      [...(line.previous ?? []), line.question].join(' / '),
    );
    const commands = everyHalf(readCommands).map(({ command }) => command);
    const texts = [
      ...everyHalf(readReports).map(({ text }) => text),
      ...store.reports.map(({ text }) => text),
    ];
    expect(repeated([...texts, ...questions, ...commands].map(spoken))).toEqual([]);
  });

  test.each(domainKey.options)('cover every category of %s in both halves together', (domain) => {
    const labels = everyHalf(readReports)
      .filter((line) => line.domain_id === domain)
      .flatMap((line) => line.expect.category);
    expect([...new Set(labels)].filter((key) => !isCategory(domain, key))).toEqual([]);
    expect(categoryKeys[domain].filter((key) => !labels.includes(key))).toEqual([]);
    expect(store.domains[domain].categories.map(({ key }) => key)).toEqual(categoryKeys[domain]);
  });

  test('expect ordered times in real time zones and places of the domain where it has some', () => {
    for (const { id, timezone, expect: wanted } of everyHalf(readReports)) {
      expect(() => new Intl.DateTimeFormat('en', { timeZone: timezone })).not.toThrow();
      if (wanted.time) expect([id, wanted.time.from <= wanted.time.to]).toEqual([id, true]);
    }
  });
});

describe('the store', () => {
  test('assigns only to its teams and users, with categories and places of its domains', () => {
    const assignees = new Set([
      ...store.teams.map((team) => team.team_id),
      ...store.users.map((user) => user.user_id),
    ]);
    for (const report of store.reports) {
      const places = store.domains[report.domain_id].places.map(({ name }) => name);
      expect(isCategory(report.domain_id, report.category)).toBe(true);
      expect(report.assignee === null || assignees.has(report.assignee)).toBe(true);
      expect(report.place === null || places.some((name) => report.place?.startsWith(name))).toBe(true);
    }
  });

  test('holds nothing from after its now', () => {
    const times = store.reports.flatMap((report) => [
      report.created_at,
      report.occurred_at ?? report.created_at,
    ]);
    expect(times.filter((time) => time > store.now)).toEqual([]);
  });
});

describe('computed expectations', () => {
  test('of questions equal the reference', () => {
    for (const line of everyHalf(readQuestions)) expect(withComputedAnswer(line, store)).toEqual(line);
  });

  test('of commands equal the reference, and select something', () => {
    for (const line of everyHalf(readCommands)) {
      expect(withComputedSelection(line, store)).toEqual(line);
      if ('ids' in line.expect) expect(line.expect.ids).not.toEqual([]);
    }
  });

  test('use only filters of the domain vocabulary', () => {
    for (const { domain_id: domain, expect: wanted } of [
      ...everyHalf(readQuestions),
      ...everyHalf(readCommands),
    ]) {
      if (!('filter' in wanted)) continue;
      const filter = reportFilter.parse(wanted.filter);
      expect((filter.category ?? []).filter((key) => !isCategory(domain, key))).toEqual([]);
    }
  });

  test('refer in commands only to reports of the domain', () => {
    for (const { domain_id: domain, context } of everyHalf(readCommands)) {
      const known = new Set(select(store, domain, {}).map((report) => report.incident_id));
      expect((context?.references ?? []).filter((id) => !known.has(id))).toEqual([]);
    }
  });
});
