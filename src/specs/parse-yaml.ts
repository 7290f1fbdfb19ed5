import {
  Composer,
  type Document,
  Lexer,
  type Node,
  Parser,
  type Scalar,
  type YAMLMap,
  type YAMLParseError,
  isMap,
  visit,
} from 'yaml';
import type { Problem } from '../model/problem.ts';
import { spanOf } from './located.ts';
import { type Finding, type Source, type Span, problemAt } from './source.ts';

/*
 * Text to a YAML document, with the parser of `yaml` driven by hand: a file that is nested too deeply or has too many parts is given up at
 * that point, not after it has filled the memory.
 */

/** A project file nests six deep. */
const MAX_DEPTH = 32;
/** 10,000 orders with every field have about a million. */
const MAX_LEXEMES = 1_500_000;
/** The first errors explain the file; what follows them is mostly their echo. */
const MAX_SYNTAX_PROBLEMS = 3;

export type YamlResult =
  | { readonly ok: true; readonly root: YAMLMap }
  | { readonly ok: false; readonly problems: readonly Problem[] };

const REMEDIES: Partial<Record<YAMLParseError['code'], string>> = {
  TAB_AS_INDENT: 'indent with spaces',
  BAD_INDENT: 'give all keys of a map the same indentation, in spaces',
  MULTILINE_IMPLICIT_KEY: 'is there a missing `:` or a missing quote above?',
  MISSING_CHAR: 'close the quote or bracket, or add the missing character',
  BLOCK_AS_IMPLICIT_KEY: 'put a text that holds `: ` in quotes, and a map on lines of its own',
  BAD_SCALAR_START: 'put this text in quotes',
  UNEXPECTED_TOKEN: 'put a text with such characters in quotes',
};

function syntaxProblem(source: Source, error: YAMLParseError): Problem {
  const remedy = REMEDIES[error.code];
  const message = `YAML: ${error.message.replace(/\.$/, '').replace(/^[A-Z](?=[a-z])/, (c) => c.toLowerCase())}`;
  return problemAt(source, error.pos, { code: 'yaml/syntax', message, ...(remedy ? { remedy } : {}) });
}

/** The one map that the file is, or why it isn't one. Scalars keep their text: nothing is made a number, boolean or null. */
export function parseYaml(source: Source): YamlResult {
  const refuse = (span: Span, finding: Finding): YamlResult => ({
    ok: false,
    problems: [problemAt(source, span, finding)],
  });
  const parser = new Parser();
  const composer = new Composer({
    version: '1.2',
    schema: 'failsafe',
    // Quadratic in yaml; `located.ts` checks with a Set.
    uniqueKeys: false,
    merge: false,
    resolveKnownTags: false,
    logLevel: 'silent',
    prettyErrors: false,
  });
  const tokens = [];
  let count = 0;
  for (const lexeme of new Lexer().lex(source.text)) {
    for (const token of parser.next(lexeme)) tokens.push(token);
    if (parser.stack.length > MAX_DEPTH)
      return refuse([parser.offset, parser.offset + 1], {
        code: 'yaml/too-deep',
        message: `this is nested more than ${MAX_DEPTH} deep`,
        remedy: 'a spec nests four deep: is there a stray bracket or dash?',
      });
    if (++count > MAX_LEXEMES)
      return refuse([parser.offset, parser.offset + 1], {
        code: 'yaml/too-large',
        message: 'the file has too many parts to be a spec: this is where tradeform gave up',
        remedy: 'split it into several files',
      });
  }
  for (const token of parser.end()) tokens.push(token);

  const directive = tokens.find((token) => token.type === 'directive');
  if (directive)
    return refuse([directive.offset, directive.offset + directive.source.length], {
      code: 'yaml/directive',
      message: 'a YAML directive: tradeform reads YAML 1.2 and nothing else',
      remedy: 'remove this line',
    });
  const [, second] = tokens.filter((token) => token.type === 'document');
  if (second)
    return refuse([second.offset, second.offset + 3], {
      code: 'yaml/second-document',
      message: 'a second document begins here; a file is one document',
      remedy: 'move it to a file of its own, or remove the `---`',
    });
  const [document] = composer.compose(tokens, true, source.text.length);
  const [error] = document?.errors ?? [];
  const open = document && error?.message.startsWith('Missing closing') ? lastQuoted(document) : undefined;
  if (open)
    return refuse(spanOf(open), {
      code: 'yaml/syntax',
      message: 'this quote is never closed',
      remedy: 'close it on the same line',
    });
  if (document === undefined || error)
    return {
      ok: false,
      problems: (document?.errors ?? [])
        .slice(0, MAX_SYNTAX_PROBLEMS)
        .map((each) => syntaxProblem(source, each)),
    };
  return rootOf(source, document.contents, refuse);
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

function rootOf(
  source: Source,
  root: Node | null,
  refuse: (span: Span, finding: Finding) => YamlResult,
): YamlResult {
  const [start, end] = root?.range ?? [0, 0];
  if (root === null || source.text.slice(start, end).trim() === '')
    return refuse([0, 0], {
      code: 'yaml/empty',
      message: 'the file is empty; an empty file is never read as "cancel everything"',
      remedy: 'start it with `version: 1`, remove it, or list it under `exclude:` in tradeform.yaml',
    });
  if (!isMap(root))
    return refuse([start, end], {
      code: 'yaml/no-map',
      message: 'the file is not a map',
      remedy: 'it starts with `version: 1`; see specs/README.md',
    });
  return { ok: true, root };
}
