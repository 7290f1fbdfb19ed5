import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from 'node:fs';
import type { Problem } from '../model/problem.ts';
import { MAX_LINE, type Source, problemAt } from './source.ts';

const MIB = 1024 * 1024;
/** A file of 10,000 orders with every field has about 4 MiB. */
export const MAX_FILE_BYTES = 5 * MIB;
/** As much again and more, where it is plain entries (see `plain-entries.ts`): 100,000 orders have 8 to 30 MiB. */
export const MAX_SPEC_BYTES = 32 * MIB;

export type TextResult =
  | { readonly ok: true; readonly source: Source }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const failed = (
  file: string,
  code: string,
  message: string,
  remedy: string,
): TextResult & { readonly ok: false } => ({
  ok: false,
  problems: [{ code, message, remedy, place: { file, line: 1, column: 1 } }],
});

/** `most`: in bytes, where `bytes` is what counts towards it. */
export const tooLarge = (file: string, bytes: number, most: number): TextResult & { readonly ok: false } =>
  failed(
    file,
    'file/too-large',
    `the file has ${(bytes / MIB).toFixed(1)} MiB; a spec file has at most ${most / MIB} MiB`,
    'split it into several files',
  );

/** Whether a system error has this code. */
export const isSystemError = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;

export const systemReason = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : 'unknown reason';

/**
 * The text of a regular file of at most `most` bytes of UTF-8, without its byte order mark. `path` must not be a symbolic link
 * (its folders may be). Never throws for what is in a file. Waits for the disk: there is nothing else to do meanwhile, and Node's
 * asynchronous files would cost a small project more than its YAML.
 */
export function readText(path: string, file: string, most = MAX_FILE_BYTES): TextResult {
  let opened: number | undefined;
  try {
    // Without O_NONBLOCK, opening a named pipe would wait for a writer.
    opened = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const stat = fstatSync(opened);
    if (!stat.isFile())
      return failed(
        file,
        'file/not-regular',
        'this is not a regular file',
        'a spec is a plain file; move this elsewhere',
      );
    if (stat.size > most) return tooLarge(file, stat.size, most);
    return decoded(file, readFileSync(opened));
  } catch (error) {
    return failed(
      file,
      'file/unreadable',
      `the file can't be read (${systemReason(error)})`,
      'nothing is planned from a part of the files: make it readable, or list it under `exclude:` in tradeform.yaml',
    );
  } finally {
    if (opened !== undefined) closeSync(opened);
  }
}

/** Where this is, links followed; where that can't be told, the path itself, which {@link readText} will then tell of. */
export function realPathOf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}

/** As {@link readText}, for what an edit would write. */
export const readEdited = (text: string, file: string): TextResult =>
  Buffer.byteLength(text) > MAX_SPEC_BYTES
    ? tooLarge(file, Buffer.byteLength(text), MAX_SPEC_BYTES)
    : checked({ file, text });

function decoded(file: string, bytes: Uint8Array): TextResult {
  try {
    return checked({ file, text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) });
  } catch {
    const [a, b] = bytes;
    if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff))
      return failed(file, 'file/encoding', 'the file is UTF-16', 'save it as UTF-8');
    // What decodes leniently differs from the file first where a replacement character stands for a bad byte.
    const source = { file, text: new TextDecoder('utf-8').decode(bytes) };
    const at = firstBadByte(bytes, source.text);
    const problem = problemAt(source, [at, at + 1], {
      code: 'file/encoding',
      message: 'the file is not UTF-8 from here on',
      remedy: 'save it as UTF-8',
    });
    return { ok: false, problems: [problem] };
  }
}

/** Index in the leniently decoded text of the first character that the bytes don't spell. */
function firstBadByte(bytes: Uint8Array, text: string): number {
  const again = new TextEncoder().encode(text);
  const mark = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  let same = 0;
  while (same < again.length && again[same] === bytes[same + mark]) same++;
  return new TextDecoder('utf-8').decode(again.subarray(0, same)).replace(/\u{FFFD}+$/u, '').length;
}

/*
 * What a reviewer doesn't see must not be there: control characters, bare carriage returns, byte order marks within the text,
 * bidirectional overrides, zero-width spaces, line separators that only some editors break at. (Joiners, U+200C and U+200D, are letters' business.)
 */
const UNSEEN = /[^\P{Cc}\t\n\r]|[^\P{Cf}\u200c\u200d]|[\p{Zl}\p{Zp}]|\r(?!\n)/u;

function checked(source: Source): TextResult {
  const long = longLine(source.text);
  if (long !== undefined) {
    const problem = problemAt(source, [long, long + 1], {
      code: 'file/long-line',
      message: `this line has more than ${MAX_LINE} characters`,
      remedy: 'break it, so that a reviewer sees all of it',
    });
    return { ok: false, problems: [problem] };
  }
  const unseen = UNSEEN.exec(source.text);
  if (unseen) {
    const code = (unseen[0].codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
    const problem = problemAt(source, [unseen.index, unseen.index + unseen[0].length], {
      code: 'file/invisible',
      message: `an invisible character stands here (U+${code})`,
      remedy: 'remove it: what a reviewer sees is what is sent',
    });
    return { ok: false, problems: [problem] };
  }
  return { ok: true, source };
}

/** Start of the first line that is too long. */
function longLine(text: string): number | undefined {
  for (let start = 0; start < text.length;) {
    const end = text.indexOf('\n', start);
    const stop = end < 0 ? text.length : end;
    if (stop - start > MAX_LINE) return start;
    start = stop + 1;
  }
  return undefined;
}
