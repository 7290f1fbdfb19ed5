import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { JournalId } from '../../../src/model/ids.ts';
import { withJournalId } from '../../../src/specs/edit/journal-id.ts';

const ID = '1e1e6546-948f-471e-98dd-a3c6ac15a089' as JournalId;
const HEAD = `version: 1
project: desk                   # part of every tag
accounts:
  treasury: { venue: aquanow, id: "007" }   # aligned
environments:
`;
const TAIL = `    venues:
      aquanow: { url: 'https://a' }      # single quotes
`;

describe('the id of a journal', () => {
  it.each([
    ['{ type: sqlite }   # here', `{ type: sqlite, id: ${ID} }   # here`],
    ['{ type: sqlite, id: old }', `{ type: sqlite, id: ${ID} }`],
    [
      '\n      type: sqlite   # here\n      # and a word',
      `\n      type: sqlite   # here\n      id: ${ID}\n      # and a word`,
    ],
    [
      '\n      type: postgres\n      url: "${U}"    # a secret',
      `\n      type: postgres\n      url: "\${U}"    # a secret\n      id: ${ID}`,
    ],
    [
      '\n      id: old     # pinned\n      type: sqlite',
      `\n      id: ${ID}     # pinned\n      type: sqlite`,
    ],
  ])('is all that changes in %j', (before, after) => {
    const file = (journal: string): string => `${HEAD}  live:\n    journal: ${journal}\n${TAIL}`;
    expect(withJournalId(file(before), 'live', ID)).toBe(file(after));
    const windows = file(before).replaceAll('\n', '\r\n');
    expect(withJournalId(windows, 'live', ID)).toBe(file(after).replaceAll('\n', '\r\n'));
  });

  it.each(['  live: {}\n', '  live:\n    journal: {}\n', '  live: { venues: { aquanow: { url: u } } }\n'])(
    'is written where there is no block for it: %j',
    (live) => {
      const written = withJournalId(HEAD + live, 'live', ID);
      expect(parse(written)).toMatchObject({ environments: { live: { journal: { id: ID } } } });
    },
  );

  it('leaves every other line of the example desk as it is', () => {
    const before = readFileSync('specs/tradeform.yaml', 'utf8');
    const after = withJournalId(before, 'live', ID);
    expect(after.split('\n').filter((line) => !before.split('\n').includes(line))).toEqual([
      `      id: ${ID}`,
    ]);
    expect(after.split('\n')).toHaveLength(before.split('\n').length + 1);
  });
});
