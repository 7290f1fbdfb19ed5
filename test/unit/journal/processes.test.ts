import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSqlite } from '../../../src/journal/sqlite.ts';
import { steppingClock } from '../../contract/journal.ts';
import { kill, processesContract, startOther } from '../../contract/journal-processes.ts';

let dir: string;
const open = () => openSqlite({ dir, clock: steppingClock(), expect: { kind: 'automatic' } });

processesContract('sqlite', () => {
  dir = mkdtempSync(join(tmpdir(), 'tradeform-journal-'));
  return Promise.resolve({ where: { dir }, open, dispose: async () => rmSync(dir, { recursive: true }) });
});

describe('a sqlite journal', () => {
  beforeEach(() => {
    dir = mkdtempSync(join(tmpdir(), 'tradeform-journal-'));
  });
  afterEach(() => rmSync(dir, { recursive: true }));

  it('that several make at the same time is made by one, and all use that', async () => {
    const others = Array.from({ length: 4 }, () => startOther({ do: 'make', where: { dir } }));
    const ids = await Promise.all(others.map((other) => other.said()));
    for (const other of others) await kill(other);
    expect(new Set(ids.map((said) => ('made' in said ? said.made : 'none'))).size).toBe(1);
    const journal = await open();
    expect(ids).toEqual(Array.from({ length: 4 }, () => ({ made: journal.id })));
    await journal.close();
  });
});
