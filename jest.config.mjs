/** Suites are folders: unit and contract run in-process, packaging runs real
 * artefacts alone, integration goes through a really started local stack. */
export const shared = {
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        jsc: {
          target: 'es2024',
          parser: { syntax: 'typescript' },
          experimental: { keepImportAttributes: true },
        },
        module: { type: 'es6' },
      },
    ],
  },
};

export default {
  projects: ['unit', 'contract', 'packaging', 'integration'].map((suite) => ({
    ...shared,
    displayName: suite,
    testMatch: [`<rootDir>/tests/${suite}/**/*.test.ts`],
  })),
};
