import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { packageStage } from '../../../scripts/package/build.ts';
import { checkTemplate, templateChecks } from '../../../scripts/package/template-checks.ts';
import { ofType, readTemplate, type Template } from '../../../scripts/package/template.ts';
import { faults, productionFaults } from './faults.ts';

const templates: Record<string, Template> = {};
beforeAll(() => {
  for (const stage of ['dev', 'prod']) templates[stage] = readTemplate(packageStage(stage));
}, 600_000);

const broken = (stage: string, mutate: (template: Template) => void): Map<string, string[]> => {
  const template = structuredClone(templates[stage]!);
  mutate(template);
  return checkTemplate(template, stage);
};

describe.each(['dev', 'prod'])('the packaged template of %s', (stage) => {
  it.each(templateChecks)('$name', ({ problems }) => {
    expect(problems(templates[stage]!, stage)).toEqual([]);
  });
});

describe('the runbook', () => {
  const anchors = [...readFileSync('docs/runbook.md', 'utf8').matchAll(/^## (.+)$/gm)].map(
    ([, heading = '']) => heading.toLowerCase().replaceAll(' ', '-'),
  );
  const descriptions = (): string[] =>
    ofType(templates['dev']!, 'AWS::CloudWatch::Alarm').map(([, { AlarmDescription }]) =>
      String(AlarmDescription),
    );

  it('has the section that each alarm names', () => {
    const named = descriptions().map((text) => /docs\/runbook\.md#([\w-]+)$/.exec(text)?.[1]);
    expect(named.filter((anchor) => !anchors.includes(anchor ?? ''))).toEqual([]);
  });
});

describe('a fault in the template', () => {
  it.each(faults)('is noticed by "%s": %s', (check, _, mutate) => {
    expect(checkTemplate(templates['dev']!, 'dev').get(check)).toBeUndefined();
    expect([...broken('dev', mutate).keys()]).toContain(check);
  });

  it.each(productionFaults)('is noticed in production by "%s": %s', (check, _, mutate) => {
    expect(checkTemplate(templates['prod']!, 'prod').get(check)).toBeUndefined();
    expect([...broken('prod', mutate).keys()]).toContain(check);
  });

  it('is known for every check', () => {
    const covered = [...faults, ...productionFaults].map(([check]) => check);
    expect(templateChecks.map(({ name }) => name).filter((name) => !covered.includes(name))).toEqual([]);
  });
});
