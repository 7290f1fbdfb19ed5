/* What of ky the adapters use (see without-ky.ts). */

interface Options {
  readonly method?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly fetch: (input: BareRequest) => Promise<Response>;
}

/** What ky hands to `fetch`, which is given the body beside it. */
class BareRequest {
  readonly url: string;
  readonly method: string;
  readonly headers: Pick<Headers, 'get'>;

  constructor(url: URL, { method = 'GET', headers }: Options) {
    this.url = url.href;
    this.method = method;
    this.headers = { get: (name) => headers[name] ?? null };
  }
}

const bareKy = {
  create: () => (url: URL, options: Options) => options.fetch(new BareRequest(url, options)),
};

export default bareKy;
