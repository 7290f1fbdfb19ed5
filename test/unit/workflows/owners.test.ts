import { describe, expect, it } from 'vitest';
import { textOf } from '../../support/workflow/file.ts';

/** The owner of a path, were the lines of the file that name one not comments. */
function ownerOf(path: string): string | undefined {
  const lines = [...textOf('.github/CODEOWNERS').matchAll(/^# (\*|\/\S+) +@your-org\/(\S+)$/gm)];
  const fits = (pattern: string): boolean =>
    pattern === '*' || (pattern.endsWith('/') ? path.startsWith(pattern) : path === pattern);
  return lines.findLast(([, pattern = '']) => fits(pattern))?.[2];
}

describe('owners', () => {
  it.each([
    ['/specs/btc-ladder.yaml', 'trading-desk'],
    ['/specs/tradeform.yaml', 'risk'],
    // Read in the place of the one in specs/, with limits and addresses of its own.
    ['/tradeform.yaml', 'risk'],
    // Its `node-options` run in whatever has the keys.
    ['/.npmrc', 'risk'],
    ['/package-lock.json', 'risk'],
    ['/.github/workflows/orders-apply.yml', 'risk'],
    ['/CODEOWNERS', 'risk'],
    ['/.github/CODEOWNERS', 'risk'],
  ])('of %s: %s', (path, owner) => {
    expect(ownerOf(path)).toBe(owner);
  });
});
