/** An answer before it is written out. */
export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** An answer as it goes over the wire, or none because the connection breaks. */
export type Wire = { readonly status: number; readonly text: string } | 'dropped';

export const ok = (body: unknown): Reply => ({ status: 200, body });

/** The error shape of v1 calls, of the sign-in and of the gateway before them. */
export const message = (status: number, text: string): Reply => ({ status, body: { message: text } });

/** A wrong path and a wrong verb look the same: the gateway knows neither (reference, section 2). */
export const NO_SUCH_ROUTE = message(403, 'Missing Authentication Token');

export const written = (reply: Reply): { readonly status: number; readonly text: string } => ({
  status: reply.status,
  text: JSON.stringify(reply.body),
});
