import { readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { TradeformError } from '../lib/errors.ts';
import { EXIT } from '../lib/exit.ts';
import { makeStateFolder } from '../lib/state-folder.ts';
import type { JournalId } from '../model/ids.ts';
import type { Head } from './chain.ts';
import { replaceFile } from './durable.ts';
import { fields, matching, text, whole } from './shape.ts';

/*
 * Where the last run left the journal, kept in a file beside it. A store that has never been there was rolled back or
 * exchanged, and counts as lost. The file is a lower bound: a run that is killed leaves an older one, which proves less
 * and never anything wrong.
 */

export interface KnownHead extends Head {
  readonly journal: JournalId;
}

const shape = fields<KnownHead>({ journal: text, sequence: whole, hash: matching(/^[0-9a-f]{64}$/) });

/** The head in this file; undefined where there is none. Throws `journal/head` where it can't be read. */
export function readHead(path: string): KnownHead | undefined {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (shape(value) === undefined) return value as KnownHead;
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return undefined;
  }
  throw new TradeformError(
    'journal/head',
    `${path} should tell how far the journal was, and can't be read.`,
    {
      exitCode: EXIT.stale,
      remedy:
        'Look at `tradeform history --verify`. If nothing is missing at its end, delete the file; if something is, run `tradeform journal rebuild`.',
    },
  );
}

/**
 * Notes the head at the end of a run. A failure is not told: the older head stays, which proves less and nothing wrong, and
 * what was done must not look as if it had failed.
 */
export function noteHead(path: string, head: KnownHead): void {
  try {
    const noted = readHead(path);
    // Another process may have gone further meanwhile.
    if (noted?.journal === head.journal && noted.sequence >= head.sequence) return;
    writeHead(path, head);
  } catch {
    return;
  }
}

/** Also where nothing else of the environment is kept on this machine. */
export function writeHead(path: string, { journal, sequence, hash }: KnownHead): void {
  makeStateFolder(dirname(path));
  replaceFile(path, `${JSON.stringify({ journal, sequence, hash })}\n`);
}
