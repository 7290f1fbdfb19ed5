/*
 * The last line of defence for secrets: whatever reaches a sink, or comes back from a venue, passes here. A secret may stand in a text
 * as it is, or in a form that an error page, a log line or an echo of our own request could give it.
 */

/** Shorter texts occur in honest output; a secret of this length is none. */
export const SHORTEST_SECRET = 8;
export const REDACTED = '[redacted]';

/**
 * What base64 makes of these bytes in the middle of others. It writes three bytes as four characters, so there are three ways to start;
 * characters that depend on a neighbour are left out.
 */
function base64Within(bytes: Buffer): readonly string[] {
  const padded = Buffer.concat([Buffer.alloc(2), bytes]);
  return [0, 1, 2].map((before) => {
    const text = padded.toString('base64', 2 - before);
    return text.slice(Math.ceil((before * 8) / 6), Math.floor(((before + bytes.length) * 8) / 6));
  });
}

const formEncoded = (value: string): string => new URLSearchParams([['', value]]).toString().slice(1);
const lowerEscapes = (text: string): string => text.replaceAll(/%[0-9A-F]{2}/g, (it) => it.toLowerCase());

/** Of letters and digits alone: JSON, URLs and forms write it as it is. A signature is such, and each request has a new one. */
const PLAIN = /^\w+$/;

function escaped(secret: string): readonly string[] {
  if (PLAIN.test(secret)) return [];
  const json = JSON.stringify(secret).slice(1, -1);
  const url = [encodeURIComponent(secret), formEncoded(secret)];
  return [json, json.replaceAll('/', '\\/'), ...url, ...url.map(lowerEscapes)];
}

/** A secret in every form that is looked for: as it is, in JSON, in a URL or form, in hex and in base64. */
export const formsOf = (secret: string): readonly string[] => kept.get(secret) ?? formsFor(secret);

function formsFor(secret: string): readonly string[] {
  const bytes = Buffer.from(secret, 'utf8');
  const base64 = [bytes.toString('base64').replace(/=+$/, ''), ...base64Within(bytes)];
  const forms = [
    ...[secret, ...escaped(secret)],
    ...[bytes.toString('hex'), bytes.toString('hex').toUpperCase()],
    ...[...base64, ...base64.map((text) => text.replaceAll('+', '-').replaceAll('/', '_'))],
  ];
  // The longest first: a form may hold another one.
  return [...new Set(forms)]
    .filter((form) => form.length >= SHORTEST_SECRET)
    .sort((a, b) => b.length - a.length);
}

/** Those that were kept stand in every request: their forms are made once. */
const kept = new Map<string, readonly string[]>();
let forms: readonly string[] = [];

/** From now on no sink shows this value. Called where a secret is read, before anything can go wrong with it. */
export function keepSecret(value: string): void {
  // A header leaves blanks and line breaks at its ends out.
  for (const text of [value, value.trim()])
    if (text.length >= SHORTEST_SECRET) kept.set(text, formsFor(text));
  forms = [...kept.values()].flat();
}

export const without = (text: string, secrets: readonly string[]): string =>
  secrets.reduce((rest, form) => (rest.includes(form) ? rest.replaceAll(form, REDACTED) : rest), text);

/** `text` without any secret that was kept. */
export const scrub = (text: string): string => without(text, forms);
