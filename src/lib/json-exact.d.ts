// Node 24 has these (ECMAScript "JSON.parse source text access"); the compiler's library does not know them yet.
interface JSON {
  rawJSON(text: string): unknown;
  isRawJSON(value: unknown): value is { readonly rawJSON: string };
  parse(
    text: string,
    reviver: (this: unknown, key: string, value: unknown, context: { source?: string }) => unknown,
  ): unknown;
}
