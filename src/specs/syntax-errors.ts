import { type Document, type Scalar, type YAMLParseError, visit } from 'yaml';
import type { Problem } from '../model/problem.ts';
import { spanOf } from './located.ts';
import { type Source, type Span, placeAt, problemAt } from './source.ts';

/*
 * What the parser of `yaml` finds, for somebody who never saw its grammar: where to look, what to do, and none of the echoes that one wrong
 * character has in the lines after it.
 */

type Code = YAMLParseError['code'];

/** The first errors explain the file; what follows them is mostly their echo. */
const MOST = 3;

const REMEDIES: Partial<Record<Code, string>> = {
  TAB_AS_INDENT: 'indent with spaces',
  BAD_INDENT: 'give all keys of a map the same indentation, in spaces',
  MULTILINE_IMPLICIT_KEY: 'is there a missing `:`, a missing blank after it, or a missing quote above?',
  MISSING_CHAR: 'close the quote or bracket, or add the missing character',
  BLOCK_AS_IMPLICIT_KEY:
    'is it indented like the lines around it? A text that holds `: ` is put in quotes, a map on lines of its own',
  BAD_SCALAR_START: 'put this text in quotes',
  UNEXPECTED_TOKEN: 'put a text with such characters in quotes',
};

/** Where the parser loses the thread, these follow on the same line, or on the next one. */
const ECHOES: ReadonlySet<Code> = new Set(['BLOCK_AS_IMPLICIT_KEY', 'MULTILINE_IMPLICIT_KEY']);

function remedyOf({ code, message }: YAMLParseError): string {
  if (message.includes('end with a')) return 'close the bracket that is open above';
  if (message.includes('followed by map values'))
    return 'is there a missing `:`, or a line that belongs elsewhere?';
  return REMEDIES[code] ?? 'look at quotes, brackets and indentation, here and in the line above';
}

/**
 * Of an indentation the parser tells the line's beginning, or an empty line before it: what is meant is the key that follows. Of what is
 * never closed it tells the end of the file: what is meant is the last that stands there.
 */
function spanOfError({ text }: Source, { code, pos: [start, end] }: YAMLParseError): Span {
  const last = text.trimEnd().length;
  if (start >= last) return [Math.max(0, last - 1), last];
  const blanks = code === 'BAD_INDENT' ? (/^\s*/.exec(text.slice(start))?.[0].length ?? 0) : 0;
  if (blanks === 0) return [start, end];
  const key = /^[^\s:]+/.exec(text.slice(start + blanks))?.[0] ?? '';
  return [start + blanks, start + blanks + Math.max(1, key.length)];
}

function syntaxProblem(source: Source, error: YAMLParseError): Problem {
  const message = `YAML: ${error.message.replace(/\.$/, '').replace(/^[A-Z](?=[a-z])/, (c) => c.toLowerCase())}`;
  return problemAt(source, spanOfError(source, error), {
    code: 'yaml/syntax',
    message,
    remedy: remedyOf(error),
  });
}

/** The errors that are not said already by the one before them. */
function withoutEchoes(source: Source, errors: readonly YAMLParseError[]): readonly YAMLParseError[] {
  const lines = errors.map((error) => placeAt(source, spanOfError(source, error)[0]).line);
  return errors.filter((error, at) => {
    const [line = 0, before = -2] = [lines[at], lines[at - 1]];
    if (
      line === before ||
      (errors[at - 1]?.message === error.message && error.message.includes('end with a'))
    )
      return false;
    return !(ECHOES.has(error.code) && line === before + 1);
  });
}

/** What Git leaves in a file where two changes met. */
function conflictIn(source: Source): readonly Problem[] {
  const found = /^<{7} .*$/m.exec(source.text);
  if (found === null || !/^>{7} /m.test(source.text)) return [];
  const finding = {
    code: 'yaml/conflict',
    message: 'a merge left its conflict here: which of both is meant, nobody has said yet',
    remedy: 'keep the lines that are meant, and remove `<<<<<<<`, `=======` and `>>>>>>>`',
  };
  return [problemAt(source, [found.index, found.index + found[0].length], finding)];
}

/** A quote that is never closed swallows the rest of the file, so it is the last one. */
function lastQuoted(document: Document.Parsed): Scalar | undefined {
  let last: Scalar | undefined;
  visit(document, {
    Scalar: (_, node) => {
      if (node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE') last = node;
    },
  });
  return last;
}

/** What is wrong with a document that has errors: at most {@link MOST} problems, one at least. */
export function syntaxProblems(source: Source, document: Document.Parsed): readonly Problem[] {
  const conflict = conflictIn(source);
  if (conflict.length > 0) return conflict;
  const open = document.errors[0]?.message.startsWith('Missing closing') ? lastQuoted(document) : undefined;
  if (open !== undefined) {
    const finding = { message: 'this quote is never closed', remedy: 'close it on the same line' };
    return [problemAt(source, spanOf(open), { code: 'yaml/syntax', ...finding })];
  }
  const told = withoutEchoes(source, document.errors).slice(0, MOST);
  return told.map((error) => syntaxProblem(source, error));
}
