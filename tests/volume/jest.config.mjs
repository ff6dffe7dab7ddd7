/** The bars of the API at their full size: minutes of work, so apart from `npm test`. Run with `npm run test:volume`. */
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
  testMatch: ['<rootDir>/tests/volume/**/*.test.ts', '<rootDir>/tests/integration/api/fuzz.test.ts'],
  testTimeout: 180_000,
};
