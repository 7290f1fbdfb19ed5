import type { KyInstance } from 'ky';
import { formsOf, without } from '../../lib/scrub.ts';
import { Secret } from '../../lib/secret.ts';
import { BrokenAnswer, onceOnly, readCapped } from './body.ts';
import { isObject, parseExact } from './exact-json.ts';
import { classify, redirected } from './faults.ts';
import type { Answer, Outcome } from './outcome.ts';
import { parseVenueUrl } from './venue-url.ts';

export interface HttpRequest {
  readonly method: string;
  /** From the venue's root: `/trades/v2/order`. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  /** JSON, sent byte for byte. */
  readonly body?: string;
  /** Texts that an answer might echo and that nobody may see: keys, signatures. */
  readonly secrets?: readonly string[];
  /** A header of the answer that holds a secret, which is handed over as one. */
  readonly secretHeader?: string;
}

export interface Http {
  /** Host and port, as people know it. */
  readonly host: string;
  readonly hostname: string;
  readonly loopback: boolean;
  /** The path in the request line, which is what gets signed. */
  pathname(path: string): string;
  /** Sends once: no retry, no redirect. Never throws. */
  call(request: HttpRequest, signal?: AbortSignal): Promise<Outcome>;
}

export interface HttpOptions {
  readonly url: string;
  /** Setting that holds `url`, for messages. */
  readonly setting: string;
  /** Milliseconds for a whole call, from connecting to the last byte of the answer. */
  readonly timeout: number;
  /** Default 8 MiB: the venue's own ceiling is 5 MB. */
  readonly maxBytes?: number;
  /** The in-process paper venue, in place of the network. */
  readonly fetch?: typeof fetch;
}

const MAX_BYTES = 8 * 1024 * 1024;

// ky costs as much to load as the rest of the program: only when something is asked, and once for all venues.
const loadKy = () => import('ky');
let loaded: ReturnType<typeof loadKy> | undefined;

/** Throws TradeformError where `url` is no address that a secret may be sent to. */
export function createHttp(options: HttpOptions): Http {
  const { base, loopback } = parseVenueUrl(options.url, options.setting);
  const prefix = base.pathname.replace(/\/+$/, '');
  const maxBytes = options.maxBytes ?? MAX_BYTES;
  const destination = { host: base.host, timeout: options.timeout, setting: options.setting };
  const pathname = (path: string): string => prefix + path;

  let instance: Promise<KyInstance> | undefined;
  const client = (): Promise<KyInstance> =>
    (instance ??= (loaded ??= loadKy()).then(({ default: ky }) =>
      ky.create({ retry: 0, redirect: 'error', timeout: options.timeout, throwHttpErrors: false }),
    ));

  async function call(request: HttpRequest, signal?: AbortSignal): Promise<Outcome> {
    let handedOver = false;
    let text = '';
    const { method, headers, body } = compose(request);
    // Ky gets no body, which it would hand over through one more stream. The answer's is read in here, so that ky's one timeout covers it too.
    const send: typeof fetch = async (input, init) => {
      handedOver = true;
      const response = await (options.fetch ?? globalThis.fetch)(input, { ...init, ...body });
      text = await readCapped(response, maxBytes);
      return new Response(null, { status: response.status, headers: response.headers });
    };
    try {
      const ky = await client();
      const url = new URL(pathname(request.path), base);
      url.search = new URLSearchParams(request.query).toString();
      const response = await ky(url, { method, headers, fetch: send, ...(signal ? { signal } : {}) });
      return response.status >= 300 && response.status < 400
        ? redirected(base.host)
        : answerOf(response, text, request);
    } catch (error) {
      if (signal?.aborted === true) return { kind: 'unknown', code: 'interrupted', message: 'interrupted' };
      if (handedOver || error instanceof BrokenAnswer) return classify(error, destination);
      return {
        kind: 'not-sent',
        code: 'no-request',
        message: `the request to ${base.host} could not be composed; check \`${options.setting}\` and the key for stray characters`,
      };
    }
  }
  return { host: base.host, hostname: base.hostname, loopback, pathname, call };
}

function compose(request: HttpRequest): {
  method: string;
  headers: Record<string, string>;
  body?: { readonly body: ReadableStream; readonly duplex: 'half' };
} {
  const headers: Record<string, string> = { accept: 'application/json', ...request.headers };
  if (request.method === 'GET') return { method: request.method, headers };
  // A call without a body gets an empty one: what fetch could repeat by itself, it would.
  const { body, length } = onceOnly(request.body ?? '');
  if (request.body !== undefined) headers['content-type'] = 'application/json';
  headers['content-length'] = length;
  return { method: request.method, headers, body: { body, duplex: 'half' } };
}

/** Every text in a JSON value, changed. */
function mapTexts(value: unknown, change: (text: string) => string): unknown {
  if (typeof value === 'string') return change(value);
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, change));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, mapTexts(inner, change)]));
}

/** An echo of our own keys must get no further than this, neither into a message nor into the journal. */
function answerOf({ status, headers }: Response, received: string, request: HttpRequest): Answer {
  const secrets = (request.secrets ?? []).flatMap(formsOf);
  const text = without(received, secrets);
  const parsed = parseExact(text);
  const retryAfter = headers.get('retry-after');
  const secret = request.secretHeader === undefined ? null : headers.get(request.secretHeader);
  // JSON can spell a character in several ways; only a reading tells what it says.
  const isEscaped = text.includes('\\');
  const clean = (body: unknown): unknown => (isEscaped ? mapTexts(body, (it) => without(it, secrets)) : body);
  return {
    kind: 'answer',
    status,
    text,
    wellFormed: parsed.wellFormed,
    body: parsed.wellFormed ? clean(parsed.body) : undefined,
    ...(retryAfter === null ? {} : { retryAfter }),
    ...(secret === null ? {} : { secretHeader: new Secret(secret) }),
  };
}
