import { shared } from '../../jest.config.mjs';

/** The bars of the API at their full size: minutes of work, so apart from `npm test`. Run with `npm run test:volume`. */
export default {
  ...shared,
  rootDir: '../..',
  testMatch: ['<rootDir>/tests/volume/**/*.test.ts', '<rootDir>/tests/integration/api/fuzz.test.ts'],
  testTimeout: 180_000,
};
