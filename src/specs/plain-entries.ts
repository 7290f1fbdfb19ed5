import type { Block } from './ground.ts';
import type { Plain, PlainMap } from './located.ts';

/*
 * Most of a large file is entries like this one:
 *
 *   btc-dip-1:
 *     side: buy
 *     receiveQuantity: 0.50 BTC     # a comment
 *     labels: { ticket: TRE-118 }
 *
 * They are read here, line by line, at a twentieth of the time and memory that a YAML parser takes. Everything else is left to the parser:
 * quotes, lists, texts over several lines, anchors, tags, whatever is not one of the few lines below. Nothing here ever finds fault with a
 * file. An entry that is not plain, or turns out to have a problem, is cut back into the text that the parser reads (`rest.ts`), and what the
 * parser says is what a person is told.
 *
 * Why both read the same: a plain entry begins at the column of the block's entries and ends where the next line stands at that column or
 * left of it. In YAML nothing else can begin or go on there: texts and brackets that go over several lines stand deeper than their key. Its
 * lines are keys and one-line texts of letters, digits and a few signs that mean nothing to YAML where they stand. A test compares the two
 * readers on random files.
 */

/** An entry of plain lines, and where it stands; what it says is read when it is asked for ({@link plainFieldsOf}). */
export interface PlainEntry {
  readonly block: Block;
  readonly name: string;
  /** Where its first line starts, its name, and the first line that isn't its own any more. */
  readonly from: number;
  readonly at: number;
  readonly to: number;
  /** Line of its name, one-based. */
  readonly line: number;
}

/** The plain entries of a file, and where their blocks begin. */
export interface PlainEntries {
  readonly entries: readonly PlainEntry[];
  readonly blocks: ReadonlyMap<Block, number>;
}

const END = String.raw`[ ]*(?: #[^\n]*)?\r?(?=\n|$)`;
// What may stand within a text, and after a colon that is no end of a key: none of it is YAML's.
const SIGN = String.raw`[A-Za-z0-9._+/,()%=-]`;
const WORD = String.raw`${SIGN}(?:${SIGN}|:(?=${SIGN}))*`;
const TEXT = String.raw`[A-Za-z0-9](?:${SIGN}|:(?=${SIGN}))*(?: +${WORD})*`;
const KEY = '[A-Za-z][A-Za-z0-9-]*';
// Within braces, commas and colons are YAML's.
const INNER = String.raw`[A-Za-z0-9._+/-]`;
const INNER_TEXT = String.raw`[A-Za-z0-9]${INNER}*(?: +${INNER}+)*`;
const INNER_PAIR = `${KEY}: +${INNER_TEXT}`;

const BLOCK = new RegExp(`(orders|strategies):${END}`, 'y');
const NAME = new RegExp(`([a-z][a-z0-9-]{0,62}):${END}`, 'y');
/** How an entry begins that is not plain. */
const OTHER = /(?:[A-Za-z0-9_][A-Za-z0-9_-]*|"[^"\\\n]*"|'[^'\n]*'):(?=[ \r\n]|$)/y;
const FIELD = new RegExp(
  `(${KEY}):(?: +(?:(${TEXT})|\\{ *(${INNER_PAIR}(?: *, *${INNER_PAIR})*) *\\}))?${END}`,
  'y',
);
/** Texts and keys that YAML takes for nothing. */
const NOTHING = /^(?:null|Null|NULL)$/;

const [TAB, BREAK, RETURN, SPACE, HASH] = [0x09, 0x0a, 0x0d, 0x20, 0x23];

/** What a file may hold: more is not looked at, so that no file fills the memory. */
export const MAX_PLAIN_ENTRIES = 100_000;
/** An entry with more fields, or more texts below a field, is not plain. */
const MAX_FIELDS = 64;
const NONE: ReadonlySet<number> = new Set();

/** One file on its way through the reader. */
class Scan {
  readonly #text: string;
  readonly #keep: ReadonlySet<number>;
  readonly entries: PlainEntry[] = [];
  readonly blocks = new Map<Block, number>();
  /** Start of the line that is looked at, its number, its indentation, and where its text and the next line start. */
  #start = 0;
  #line = 1;
  #indent = 0;
  #at = 0;
  #next = 0;

  constructor(text: string, keep: ReadonlySet<number>, start = 0) {
    this.#text = text;
    this.#keep = keep;
    this.#next = start;
    this.#advance();
    this.#line = 1;
  }

  /** Looks through the whole file; false: it is not laid out as plain entries can be told from the rest. */
  run(): boolean {
    while (!this.#isOver && this.entries.length <= MAX_PLAIN_ENTRIES) {
      const block = this.#indent === 0 ? this.#match(BLOCK)?.[1] : undefined;
      const start = this.#start;
      this.#advance();
      if (block !== 'orders' && block !== 'strategies') continue;
      if (this.blocks.has(block)) return false;
      this.blocks.set(block, start);
      if (!this.#readBlock(block)) return false;
    }
    return true;
  }

  get #isOver(): boolean {
    return this.#start >= this.#text.length;
  }

  /** Every line down to the next one at the margin. */
  #readBlock(block: Block): boolean {
    this.skipEmpty();
    const column = this.#indent;
    let isBehindOther = false;
    while (!this.#isOver && this.#indent > 0 && this.entries.length <= MAX_PLAIN_ENTRIES) {
      if (!this.#isToldApart(column)) return false;
      const [from, at, line] = [this.#start, this.#at, this.#line];
      const isEntry = this.#indent === column;
      const name = isEntry ? this.#match(NAME)?.[1] : undefined;
      this.#advance();
      this.skipEmpty();
      // What is left of an entry that is not plain: lines that are deeper than one.
      if (!isEntry) continue;
      const isPlain = name !== undefined && !NOTHING.test(name) && this.readFields(column) !== undefined;
      // How a text ends may depend on the line after it: so the parser gets that one, too.
      if (isPlain && !isBehindOther && !this.#keep.has(at))
        this.entries.push({ block, name, from, at, to: this.#start, line });
      isBehindOther = !isPlain;
    }
    return this.#text.charCodeAt(this.#at) !== TAB;
  }

  /** No line left of the first entry, none at its column that is no name, none that begins with a tab. */
  #isToldApart(column: number): boolean {
    if (this.#indent < column || this.#text.charCodeAt(this.#at) === TAB) return false;
    return this.#indent > column || this.#match(OTHER) !== null;
  }

  /** The fields below a name; undefined where one of its lines is not plain, which is then the line that is looked at. */
  readFields(above: number): PlainMap | undefined {
    const column = this.#indent;
    if (this.#isOver || column <= above) return undefined;
    const fields: Record<string, Plain> = {};
    for (let count = 0; !this.#isOver && this.#indent > above; count++) {
      if (this.#indent !== column || count === MAX_FIELDS) return undefined;
      const match = this.#match(FIELD);
      const key = match?.[1];
      if (match === null || key === undefined || Object.hasOwn(fields, key) || NOTHING.test(key))
        return undefined;
      this.#advance();
      this.skipEmpty();
      const value = match[2] ?? (match[3] === undefined ? this.#readTexts(column) : pairsOf(match[3]));
      if (value === undefined || (typeof value === 'string' && NOTHING.test(value))) return undefined;
      fields[key] = value;
    }
    return fields;
  }

  /** The texts below a key. */
  #readTexts(above: number): PlainMap | undefined {
    const column = this.#indent;
    if (this.#isOver || column <= above) return undefined;
    const texts: Record<string, Plain> = {};
    for (let count = 0; !this.#isOver && this.#indent > above; count++) {
      const match = this.#indent === column && count < MAX_FIELDS ? this.#match(FIELD) : null;
      if (match === null || !add(texts, match[1], match[2])) return undefined;
      this.#advance();
      this.skipEmpty();
    }
    return texts;
  }

  #match(pattern: RegExp): RegExpExecArray | null {
    pattern.lastIndex = this.#at;
    return pattern.exec(this.#text);
  }

  #advance(): void {
    this.#start = this.#next;
    this.#line++;
    this.#measure();
  }

  /** Lines that are empty, and comments. */
  skipEmpty(): void {
    while (!this.#isOver) {
      const code = this.#text.charCodeAt(this.#at);
      const isEmpty =
        this.#at >= this.#text.length ||
        code === BREAK ||
        code === HASH ||
        (code === RETURN && this.#text.charCodeAt(this.#at + 1) === BREAK);
      if (!isEmpty) return;
      this.#advance();
    }
  }

  #measure(): void {
    const end = this.#text.indexOf('\n', this.#start);
    this.#next = end < 0 ? this.#text.length : end + 1;
    let at = this.#start;
    while (this.#text.charCodeAt(at) === SPACE) at++;
    this.#at = at;
    this.#indent = at - this.#start;
  }
}

/** False where there is no such text, or one of that key already. */
function add(texts: Record<string, Plain>, key: string | undefined, text: string | undefined): boolean {
  if (key === undefined || text === undefined || Object.hasOwn(texts, key)) return false;
  if (NOTHING.test(key) || NOTHING.test(text)) return false;
  texts[key] = text;
  return true;
}

/** `ticket: TRE-118, desk: treasury`. */
function pairsOf(text: string): PlainMap | undefined {
  const texts: Record<string, Plain> = {};
  for (const pair of text.split(',')) {
    const colon = pair.indexOf(':');
    if (!add(texts, pair.slice(0, colon).trim(), pair.slice(colon + 1).trim())) return undefined;
  }
  return texts;
}

/**
 * The plain entries of a file, but for those whose names stand at offsets of `keep`; one more than may be, where there are more. Undefined
 * where there are none, or where the file is laid out in another way.
 */
export function plainEntriesOf(text: string, keep: ReadonlySet<number> = NONE): PlainEntries | undefined {
  const scan = new Scan(text, keep);
  return scan.run() && scan.entries.length > 0 ? scan : undefined;
}

/** What a plain entry says. It is read twice so that a hundred thousand of them need not be kept. */
export function plainFieldsOf(text: string, { from, at }: PlainEntry): PlainMap {
  const scan = new Scan(text, NONE, text.indexOf('\n', at) + 1);
  scan.skipEmpty();
  return scan.readFields(at - from) ?? {};
}
