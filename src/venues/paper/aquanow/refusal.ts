import { type Moment, newId } from '../moment.ts';
import type { Reply } from '../reply.ts';

/** Thrown by a rule that refuses a request; carries what the venue answers. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly status: number;

  constructor(status: number, text: string) {
    super(text);
    this.status = status;
  }
}

/** The error shape of v2 calls: every error has an id of its own. */
export const errorReply = ({ store }: Moment, { status, message }: Refusal): Reply => ({
  status,
  body: { errors: [{ id: newId(store), message }] },
});
