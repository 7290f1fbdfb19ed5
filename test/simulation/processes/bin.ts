import { setup } from '../../support/build.ts';

/** Builds the bin as the end-to-end tests do, where no test run has built it before. */
export function buildForTests(): { remove: () => void } {
  return { remove: process.env['TRADEFORM_TEST_BIN'] === undefined ? setup() : () => undefined };
}
