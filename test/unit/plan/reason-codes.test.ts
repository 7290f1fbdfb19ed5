import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const read = (file: string): string => readFileSync(new URL(`../../../${file}`, import.meta.url), 'utf8');

describe('the reason codes of a plan', () => {
  const union = /export type ReasonCode =([^;]+);/.exec(read('src/model/plan.ts'))?.[1] ?? '';
  const codes = [...union.matchAll(/'([a-z-]+)'/g)].map(([, code]) => code ?? '');

  it('are each explained to people', () => {
    const page = read('specs/reading-plans.md');
    expect(codes.length).toBeGreaterThan(40);
    expect(codes.filter((code) => !page.includes(`| \`${code}\` |`))).toEqual([]);
  });

  it('are explained only as long as they exist', () => {
    const explained = [...read('specs/reading-plans.md').matchAll(/^\| `([a-z][a-z-]+)` \|/gm)].map(
      ([, code]) => code ?? '',
    );
    expect(explained.filter((code) => !codes.includes(code))).toEqual([]);
  });
});
