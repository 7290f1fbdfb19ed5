import { EXIT } from '../../lib/exit.ts';
import { TradeformError } from '../../lib/errors.ts';

// https://www.sqlite.org/rescode.html: primary result codes; extended ones have theirs in the low byte.
const [PERM, BUSY, READONLY, IOERR, CORRUPT, FULL, CANTOPEN, PROTOCOL, CONSTRAINT, NOTADB] = [
  3, 5, 8, 10, 11, 13, 14, 15, 19, 26,
];

const UNWRITABLE = new Map([
  [PERM, 'access to its file was denied'],
  [BUSY, 'another program keeps its file locked'],
  [READONLY, 'its file or folder is read-only'],
  [IOERR, 'the disk reported an error'],
  [FULL, 'the disk is full'],
  [CANTOPEN, 'its file could not be opened'],
  [PROTOCOL, 'another program keeps its file locked'],
]);
const BROKEN = new Map([
  [CORRUPT, 'its file is damaged'],
  [NOTADB, 'its file is not a SQLite database'],
  [CONSTRAINT, 'its tables contradict each other'],
]);
const SYSTEM = new Map([
  ['EACCES', 'access to its folder was denied'],
  ['EPERM', 'access to its folder was denied'],
  ['EROFS', 'its folder is read-only'],
  ['ENOSPC', 'the disk is full'],
  ['EDQUOT', 'the disk quota is used up'],
  ['EIO', 'the disk reported an error'],
  ['ENOTDIR', 'its folder is a file'],
  ['EEXIST', 'its folder is a file'],
]);

/** SQLite's primary result code, where `error` is one of its errors. */
const resultCode = (error: unknown): number | undefined =>
  error instanceof Error && 'errcode' in error && typeof error.errcode === 'number'
    ? error.errcode & 0xff
    : undefined;

export const isBusy = (error: unknown): boolean => resultCode(error) === BUSY;

/** A failure of SQLite or the disk in plain words; anything else is given back as it is. */
export function explain(error: unknown, dir: string): unknown {
  const code = resultCode(error) ?? -1;
  const damage = BROKEN.get(code);
  if (damage !== undefined) return broken(`The journal in ${dir} can't be used: ${damage}.`, error);
  const reason = UNWRITABLE.get(code) ?? SYSTEM.get(systemCode(error));
  if (reason === undefined) return error;
  return new TradeformError('journal/unwritable', `The journal in ${dir} can't be written: ${reason}.`, {
    exitCode: EXIT.stale,
    remedy: 'Nothing is submitted without it. Mend the disk or the permissions, then run the command again.',
    cause: error,
  });
}

/** Runs `work`; what fails in it is thrown as {@link explain} tells it. */
export function explaining<T>(dir: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw explain(error, dir);
  }
}

export const broken = (message: string, cause?: unknown): TradeformError =>
  new TradeformError('journal/broken', message, {
    exitCode: EXIT.stale,
    remedy:
      'Nothing is submitted on it; reads and cancels go on. Move its file away, and keep it as evidence; then restore an up-to-date backup, or run `tradeform journal rebuild`.',
    ...(cause === undefined ? {} : { cause }),
  });

const systemCode = (error: unknown): string =>
  error instanceof Error && 'code' in error ? String(error.code) : '';
