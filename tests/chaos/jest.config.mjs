/** Faults, kills and races: minutes of work, so apart from `npm test`. Run with `npm run test:chaos`. */
export default {
  rootDir: '../..',
  testEnvironment: 'node',
  extensionsToTreatAsEsm: ['.ts'],
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { target: 'es2024', parser: { syntax: 'typescript' } }, module: { type: 'es6' } },
    ],
  },
  testMatch: ['<rootDir>/tests/chaos/**/*.test.ts'],
  testTimeout: 180_000,
};
