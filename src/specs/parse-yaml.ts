import {
  type CST,
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
 * Text to a YAML document, with the lexer and parser of `yaml` driven by hand: a file that was made to be too deep, too long or too much is
 * given up where that shows, not after it has filled the memory.
 */

/** A project file nests six deep. */
const MAX_DEPTH = 32;
/** 10,000 orders with every field have about 1.3 million. */
const MAX_LEXEMES = 1_500_000;
const MAX_ENTRIES = 20_000;
const MAX_ITEMS = 1000;
/** Longest text, comment or run of blanks. A description has at most 2000 characters. */
const MAX_TEXT = 65_536;
/** How deep the parser's stack is within the map of orders: document, file, orders. */
const ORDERS_DEPTH = 3;
/** After so many errors of the parser the rest of a file is not looked at. */
const MAX_ERRORS = 100;
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
  const known = error.message.includes('end with a') ? 'close the bracket' : REMEDIES[error.code];
  const remedy = known ?? 'look at quotes, brackets and indentation, here and in the line above';
  const message = `YAML: ${error.message.replace(/\.$/, '').replace(/^[A-Z](?=[a-z])/, (c) => c.toLowerCase())}`;
  return problemAt(source, error.pos, { code: 'yaml/syntax', message, remedy });
}

type Refuse = (span: Span, finding: Finding) => { readonly ok: false; readonly problems: readonly Problem[] };

/** The one map that the file is, or why it isn't one. Scalars keep their text: nothing is made a number, boolean or null. */
export function parseYaml(source: Source): YamlResult {
  const refuse: Refuse = (span, finding) => ({ ok: false, problems: [problemAt(source, span, finding)] });
  const tokens = tokensOf(source.text, refuse);
  if ('ok' in tokens) return tokens;
  const composer = new Composer({
    version: '1.2',
    schema: 'failsafe',
    // Quadratic in yaml; `located.ts` checks with a Map.
    uniqueKeys: false,
    merge: false,
    resolveKnownTags: false,
    logLevel: 'silent',
    prettyErrors: false,
  });
  const [document] = composer.compose(tokens, true, source.text.length);
  if (document === undefined) throw new TypeError('yaml composed no document');
  return document.errors.length > 0
    ? syntaxErrors(source, document, refuse)
    : rootOf(source, document.contents, refuse);
}

type Tokens = readonly CST.Token[];

/** What the parser makes of the text, as long as it can be a spec. */
function tokensOf(text: string, refuse: Refuse): Tokens | ReturnType<Refuse> {
  if (tooManyLexemes(text))
    return refuse([0, 1], {
      code: 'yaml/too-large',
      message: `the file has more than ${MAX_LEXEMES / 1_000_000} million parts`,
      remedy: 'split it into several files',
    });
  const parser = new Parser();
  const tokens: CST.Token[] = [];
  let errors = 0;
  for (const lexeme of new Lexer().lex(text)) {
    for (const token of parser.next(lexeme)) {
      const refused = refuseToken(token, tokens, refuse);
      if (refused) return refused;
      tokens.push(token);
      if (token.type === 'error') errors++;
    }
    const refused = refuseSize(parser, lexeme, refuse);
    if (refused) return refused;
    if (errors > MAX_ERRORS) return tokens;
  }
  for (const token of parser.end()) {
    const refused = refuseToken(token, tokens, refuse);
    if (refused) return refused;
    tokens.push(token);
  }
  return tokens;
}

/** Counted before anything is kept: lexing twice is cheaper than a parse that fills the memory. */
function tooManyLexemes(text: string): boolean {
  let count = 0;
  // Each lexeme has at least one character.
  if (text.length > MAX_LEXEMES)
    for (const _ of new Lexer().lex(text)) if (++count > MAX_LEXEMES) return true;
  return false;
}

function refuseToken(token: CST.Token, before: Tokens, refuse: Refuse): ReturnType<Refuse> | undefined {
  if (token.type === 'directive')
    return refuse([token.offset, token.offset + token.source.length], {
      code: 'yaml/directive',
      message: 'a YAML directive: tradeform reads YAML 1.2 and nothing else',
      remedy: 'remove this line',
    });
  if (token.type === 'document' && before.some(({ type }) => type === 'document'))
    return refuse([token.offset, token.offset + 3], {
      code: 'yaml/second-document',
      message: 'a second document begins here; a file is one document',
      remedy: 'move it to a file of its own, or remove the `---`',
    });
  return undefined;
}

function refuseSize(
  { stack, offset }: Parser,
  lexeme: string,
  refuse: Refuse,
): ReturnType<Refuse> | undefined {
  if (lexeme.length > MAX_TEXT)
    return refuse([offset - lexeme.length, offset], {
      code: 'yaml/too-large',
      message: `this text has more than ${MAX_TEXT} characters`,
      remedy: 'is there a missing quote or bracket, or a missing indentation?',
    });
  if (stack.length > MAX_DEPTH)
    return refuse([offset, offset + 1], {
      code: 'yaml/too-deep',
      message: `this is nested more than ${MAX_DEPTH} deep`,
      remedy: 'a spec nests four deep: is there a stray bracket or dash?',
    });
  const top = stack.at(-1);
  const most = stack.length === ORDERS_DEPTH ? MAX_ENTRIES : MAX_ITEMS;
  return top !== undefined && 'items' in top && top.items.length > most
    ? refuse([offset, offset + 1], {
        code: 'yaml/too-large',
        message: `this map or list has more than ${most} items`,
        remedy: most === MAX_ENTRIES ? 'split the file into several' : 'is this a spec?',
      })
    : undefined;
}

function syntaxErrors(source: Source, document: Document.Parsed, refuse: Refuse): YamlResult {
  const open = document.errors[0]?.message.startsWith('Missing closing') ? lastQuoted(document) : undefined;
  if (open)
    return refuse(spanOf(open), {
      code: 'yaml/syntax',
      message: 'this quote is never closed',
      remedy: 'close it on the same line',
    });
  const errors = document.errors.slice(0, MAX_SYNTAX_PROBLEMS);
  return { ok: false, problems: errors.map((error) => syntaxProblem(source, error)) };
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

function rootOf(source: Source, root: Node | null, refuse: Refuse): YamlResult {
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
