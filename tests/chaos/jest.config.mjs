import { shared } from '../../jest.config.mjs';

/** Faults, kills and races: minutes of work, so apart from `npm test`. Run with `npm run test:chaos`. */
export default {
  ...shared,
  rootDir: '../..',
  testMatch: ['<rootDir>/tests/chaos/**/*.test.ts'],
  testTimeout: 180_000,
};
