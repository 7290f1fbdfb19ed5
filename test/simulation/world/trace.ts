/**
 * Everything that happens in a world, in order, as one number: two runs of a seed that differ anywhere differ here. The lines
 * themselves are kept only for somebody who wants to read them.
 */
export class Trace {
  readonly lines: string[] | undefined;
  #high = 0xdeadbeef;
  #low = 0x41c6ce57;

  constructor(isKept: boolean) {
    this.lines = isKept ? [] : undefined;
  }

  /** `detail` is read by people alone: of it, its length counts, which is enough to find two runs that differ. */
  note(at: number, text: string, detail = ''): void {
    this.#mix(at % 1e9);
    this.#mix(detail.length);
    for (let i = 0; i < text.length; i++) this.#mix(text.charCodeAt(i));
    this.lines?.push(`${(at / 1000).toFixed(3).padStart(9)}  ${text} ${detail}`);
  }

  get hash(): string {
    const half = (n: number): string => (n >>> 0).toString(16).padStart(8, '0');
    return half(this.#high) + half(this.#low);
  }

  #mix(code: number): void {
    this.#high = Math.imul(this.#high ^ code, 2654435761);
    this.#low = Math.imul(this.#low ^ code ^ (this.#high >>> 15), 1597334677);
  }
}
