import { describe, expect, it } from 'vitest';
import { globMatches } from '../../../src/specs/glob.ts';

describe('a glob', () => {
  it.each([
    ['drafts', 'drafts/a.yaml'],
    ['drafts', 'drafts/deep/a.yaml'],
    ['drafts/', 'drafts/a.yaml'],
    ['./drafts', 'drafts/a.yaml'],
    ['drafts/**', 'drafts/deep/a.yaml'],
    ['*.yaml', 'a.yaml'],
    ['**/*.draft.yaml', 'a.draft.yaml'],
    ['**/*.draft.yaml', 'x/y/a.draft.yaml'],
    ['**', 'x/y/a.yaml'],
    ['x/**/a.yaml', 'x/a.yaml'],
    ['x/**/a.yaml', 'x/1/2/a.yaml'],
    ['?.yaml', 'a.yaml'],
    ['a*b*c', 'a-b-b-c'],
  ])('%s takes %s', (glob, path) => expect(globMatches(glob, path)).toBe(true));

  it.each([
    ['drafts', 'drafts2/a.yaml'],
    ['drafts', 'x/drafts/a.yaml'],
    ['*.yaml', 'x/a.yaml'],
    ['*.yaml', 'a.yml'],
    ['?.yaml', 'ab.yaml'],
    ['a*b*c', 'a-c-b'],
    ['x/**/a.yaml', 'y/a.yaml'],
    ['a.yaml', 'aXyaml'],
  ])('%s leaves %s', (glob, path) => expect(globMatches(glob, path)).toBe(false));

  it('ends, whatever stars it has', () =>
    expect(globMatches(`${'*a'.repeat(90)}b`, 'a'.repeat(4000))).toBe(false));
});
