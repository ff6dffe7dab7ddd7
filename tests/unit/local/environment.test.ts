import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { parse } from 'yaml';
import { readEnv, required } from '../../../lib/env.ts';
import { withLocalValues } from '../../../lib/local/environment.ts';

type Environment = Record<string, unknown>;
const intrinsics = ['!Ref', '!Sub', '!GetAtt'].map((tag) => ({ tag, resolve: (value: unknown) => value }));
const service = parse(
  readFileSync(join(resolve(import.meta.dirname, '../../..'), 'serverless.yml'), 'utf8'),
  {
    customTags: intrinsics,
    merge: true,
  },
) as {
  provider: { environment: Environment };
  functions: Record<string, { environment?: Environment }>;
  custom: { local: { environment: Environment } };
};
const having = (name: string): string[] =>
  Object.entries(service.functions).flatMap(([key, { environment }]) =>
    environment !== undefined && name in environment ? [key] : [],
  );

describe('secrets in the environment', () => {
  it('reach only the functions that use them', () => {
    const common = Object.keys(service.provider.environment);

    expect(common.filter((name) => /KEY|PASSWORD|TOKEN/.test(name))).toEqual([]);
    expect(having('SECRETS_KEY').sort()).toEqual(['agentRunner', 'orchestrator', 'tools']);
    expect(having('MODEL_API_KEY').sort()).toEqual(['agentRunner', 'orchestrator']);
    expect(having('WEB_SEARCH_API_KEY').sort()).toEqual(['agentRunner', 'orchestrator']);
  });

  it('are named where a function lacks one', () => {
    const common = Object.fromEntries(
      Object.keys(service.provider.environment).map((name) => [name, 'some-name']),
    );
    const given = {
      ...common,
      GEOCODER: 'gazetteer',
      LANGUAGE_SERVICE: 'embedded',
      LOG_LEVEL: 'info',
      MODEL_BASE_URL: '',
      WEB_SEARCH_URL: '',
    };
    const env = readEnv(given);

    expect(() => required(env, 'SECRETS_KEY')).toThrow('lacks SECRETS_KEY');
    expect(required(readEnv({ ...given, SECRETS_KEY: 'x'.repeat(32) }), 'SECRETS_KEY')).toBe('x'.repeat(32));
  });
});

describe('the environment on one machine', () => {
  it('has local values for what is declared, and nothing that is not', () => {
    expect(withLocalValues({ A: 1, B: 2 }, { B: 'local', SECRET: 'x' })).toEqual({ A: 1, B: 'local' });
    expect(withLocalValues(undefined, { SECRET: 'x' })).toEqual({});
  });

  it('knows no variable that no function declares', () => {
    const declared = [service.provider, ...Object.values(service.functions)].flatMap(({ environment }) =>
      Object.keys(environment ?? {}),
    );
    for (const name of Object.keys(service.custom.local.environment)) expect(declared).toContain(name);
  });
});
