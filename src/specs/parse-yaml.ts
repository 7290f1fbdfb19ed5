import { type CST, Composer, Lexer, type Node, Parser, type YAMLMap, isMap } from 'yaml';
import type { Problem } from '../model/problem.ts';
import { type Finding, type Source, type Span, problemAt } from './source.ts';
import { syntaxProblems } from './syntax-errors.ts';

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

export type YamlResult =
  | { readonly ok: true; readonly root: YAMLMap }
  | { readonly ok: false; readonly problems: readonly Problem[] };

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
    ? { ok: false, problems: syntaxProblems(source, document) }
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
