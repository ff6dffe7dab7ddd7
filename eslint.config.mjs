import tseslint from 'typescript-eslint';
import importX from 'eslint-plugin-import-x';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';

const awsSdk = { group: ['@aws-sdk/*'], message: 'Only lib/adapters/aws may import the AWS SDK.' };
const edge = {
  group: ['@middy/*', 'aws-lambda'],
  message: 'Only lib/http.ts and handlers know middy or event shapes.',
};
const local = {
  group: ['**/local/**'],
  message: 'lib/local is a development plugin; nothing that is deployed imports it.',
};
const dev = {
  group: ['@electric-sql/*', 'dynalite', 'cognito-local', 'fauxqs', 'aws-jwt-verify', 'serverless*'],
  message: 'Emulators never enter an artefact.',
};
const direction = (...folders) => ({
  group: folders.map((folder) => `**/${folder}/**`).concat(folders.map((folder) => `**/${folder}.ts`)),
  message: 'Against the direction of imports (ARCHITECTURE.md).',
});
/** The composition root is one layer in several files. */
const app = ['app', 'app-ports', 'app-jobs', 'app-upkeep'];
const restrict = (files, ...patterns) => ({
  files,
  rules: { '@typescript-eslint/no-restricted-imports': ['error', { patterns }] },
});

export default tseslint.config(
  {
    ignores: [
      'node_modules/',
      '.local/',
      '.serverless/',
      '.esbuild/',
      '.package/',
      'coverage/',
      'bench/',
      '**/generated/',
    ],
  },
  ...tseslint.configs.strictTypeChecked.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    plugins: { 'import-x': importX },
    settings: { 'import-x/resolver-next': [createTypeScriptImportResolver()] },
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    linterOptions: { reportUnusedDisableDirectives: 'error' },
    rules: {
      'import-x/no-cycle': 'error',
      'no-console': 'error',
      '@typescript-eslint/restrict-template-expressions': [
        'error',
        { allowNumber: true, allowBoolean: true },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', ignoreRestSiblings: true }],
      'no-restricted-properties': [
        'error',
        { object: 'process', property: 'env', message: 'Only lib/env.ts reads the environment.' },
      ],
    },
  },
  // The one direction of imports: handlers -> http -> app -> services/engine -> ports <- adapters; all -> domain.
  restrict(
    ['lib/domain/**/*.ts'],
    awsSdk,
    edge,
    local,
    dev,
    direction('services', 'engine', 'intelligence', 'adapters', 'handlers', 'ports', ...app, 'http', 'env'),
  ),
  restrict(
    ['lib/services/**/*.ts'],
    awsSdk,
    edge,
    local,
    dev,
    direction('engine', 'intelligence', 'adapters', 'handlers', ...app, 'http', 'env'),
  ),
  restrict(
    ['lib/engine/**/*.ts'],
    awsSdk,
    edge,
    local,
    dev,
    direction('services', 'intelligence', 'adapters', 'handlers', ...app, 'http', 'env'),
  ),
  restrict(
    ['lib/intelligence/**/*.ts'],
    awsSdk,
    edge,
    local,
    dev,
    direction('services', 'engine', 'adapters', 'handlers', ...app, 'http', 'env'),
  ),
  restrict(
    ['lib/ports/**/*.ts', 'lib/errors.ts', 'lib/env.ts'],
    awsSdk,
    edge,
    local,
    dev,
    direction('services', 'engine', 'intelligence', 'adapters', 'handlers'),
  ),
  restrict(
    ['lib/adapters/**/*.ts'],
    edge,
    local,
    dev,
    direction('services', 'engine', 'handlers', ...app, 'http'),
  ),
  restrict(['lib/app*.ts', 'lib/http.ts', 'lib/http/**/*.ts', 'handlers/**/*.ts'], awsSdk, local, dev),
  {
    files: ['handlers/**/*.ts'],
    rules: { 'max-lines-per-function': ['error', 10] },
  },
  {
    files: ['lib/env.ts', 'lib/local/**/*.ts', 'tests/**/*.ts', 'scripts/**/*.ts'],
    rules: { 'no-restricted-properties': 'off' },
  },
  {
    files: ['lib/local/**/*.ts', 'scripts/**/*.ts', 'lib/adapters/system/log.ts'],
    rules: { 'no-console': 'off' },
  },
  {
    files: ['tests/**/*.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'MemberExpression[object.name=/^(it|test|describe)$/][property.name=/^(skip|only|todo)$/]',
          message: 'No skipped or focused tests.',
        },
      ],
      '@typescript-eslint/no-non-null-assertion': 'off',
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
    },
  },
);
