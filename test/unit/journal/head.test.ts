import {
  chmodSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { replaceFile } from '../../../src/journal/durable.ts';
import { type KnownHead, noteHead, readHead, writeHead } from '../../../src/journal/head.ts';
import type { JournalId } from '../../../src/model/ids.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'tradeform-head-'));
});
afterEach(() => rmSync(dir, { recursive: true }));

const path = (): string => join(dir, 'head');
const at = (sequence: number, journal = 'j-1'): KnownHead => ({
  journal: journal as JournalId,
  sequence,
  hash: 'a'.repeat(64),
});

describe('the head file', () => {
  it('is read as it was written, and is undefined before', () => {
    expect(readHead(path())).toBeUndefined();
    writeHead(path(), at(7));
    expect(readHead(path())).toEqual(at(7));
    expect(readdirSync(dir).sort()).toEqual(['.gitignore', 'head']);
  });

  it.each(['', '{', '{"journal":"j-1","sequence":1}', '{"journal":"j-1","sequence":-1,"hash":"x"}'])(
    'that can’t be read (%j) is no head at all: nothing is submitted by it',
    (text) => {
      writeFileSync(path(), text);
      expect(() => readHead(path())).toThrowError(
        expect.objectContaining({
          code: 'journal/head',
          exitCode: 5,
          remedy: expect.stringContaining('--verify'),
        }),
      );
    },
  );

  it('goes forward only, within one journal', () => {
    noteHead(path(), at(7));
    noteHead(path(), at(5));
    expect(readHead(path())).toEqual(at(7));
    noteHead(path(), at(9));
    expect(readHead(path())).toEqual(at(9));
    noteHead(path(), at(1, 'j-2'));
    expect(readHead(path())).toEqual(at(1, 'j-2'));
  });

  it('stands where nothing else is kept on this machine, too', () => {
    noteHead(join(dir, 'tradeform', 'live', 'head'), at(1));
    expect(readHead(join(dir, 'tradeform', 'live', 'head'))).toEqual(at(1));
  });

  it('that can’t be written stays as it was, and fails nothing', () => {
    writeFileSync(join(dir, 'no-folder'), '');
    noteHead(join(dir, 'no-folder', 'head'), at(1));
    expect(readdirSync(dir)).toEqual(['no-folder']);
  });
});

describe('replacing a file', () => {
  it('keeps its mode, and a link a link', () => {
    const real = join(dir, 'real.yaml');
    writeFileSync(real, 'old');
    chmodSync(real, 0o640);
    symlinkSync(real, join(dir, 'link.yaml'));
    replaceFile(join(dir, 'link.yaml'), 'new');
    expect(readFileSync(real, 'utf8')).toBe('new');
    expect(statSync(real).mode & 0o777).toBe(0o640);
    expect(readdirSync(dir).sort()).toEqual(['link.yaml', 'real.yaml']);
  });
});
