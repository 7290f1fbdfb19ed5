/** An answer before it is written out. */
export interface Reply {
  readonly status: number;
  /** Undefined: no body at all. */
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer as it goes over the wire, or none because the connection breaks. */
export type Wire = Written | 'dropped';

export interface Written {
  readonly status: number;
  readonly text: string;
  readonly headers?: Readonly<Record<string, string>>;
}

export const ok = (body: unknown): Reply => ({ status: 200, body });

/** The error shape of v1 calls, of the sign-in and of the gateway before them. */
export const message = (status: number, text: string): Reply => ({ status, body: { message: text } });

/** A wrong path and a wrong verb look the same: the gateway knows neither (reference, section 2). */
export const NO_SUCH_ROUTE = message(403, 'Missing Authentication Token');

export const written = ({ status, body, headers }: Reply): Written => ({
  status,
  text: body === undefined ? '' : JSON.stringify(body),
  ...(headers === undefined ? {} : { headers }),
});
