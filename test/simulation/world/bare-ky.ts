/* What of ky the adapters use (see without-ky.ts). */

interface Options {
  readonly method?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: RequestInit['body'];
  readonly fetch: (input: BareRequest) => Promise<Response>;
}

class BareRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Pick<Headers, 'get'>;
  readonly #body: RequestInit['body'];

  constructor(url: URL, { method = 'GET', headers, body }: Options) {
    this.url = url.href;
    this.method = method;
    this.headers = { get: (name) => headers[name] ?? null };
    this.#body = body;
  }

  text(): Promise<string> {
    return new Response(this.#body ?? null).text();
  }
}

const bareKy = {
  create: () => (url: URL, options: Options) => options.fetch(new BareRequest(url, options)),
};

export default bareKy;
