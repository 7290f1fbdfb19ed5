import { createHash } from 'node:crypto';
import type { Account } from '../../model/order.ts';
import type { Http } from '../http/client.ts';
import type { Draft, VenueWriter } from '../venue.ts';
import { type CancelRoute, cancelAnswer } from './cancel.ts';
import { orderBody, referenceFor } from './order-body.ts';
import { type Session, callSigned } from './signed-http.ts';
import { verdictOf } from './verdicts.ts';

const METHOD = 'POST';
const PATH = '/trades/v2/order';

export interface WriterParts {
  readonly http: Http;
  readonly session: Session;
  readonly cancel: CancelRoute;
  /** An account that hasn't chosen is tagged: for the paper venue, where nothing can go wrong by it. */
  readonly tagByDefault: boolean;
}

export function createWriter({ http, session, cancel, tagByDefault }: WriterParts): VenueWriter {
  const sent = new WeakSet<Draft>();

  function choiceOf({ name, tag }: Account): 'usernameRef' | 'none' {
    if (tag !== undefined) return tag;
    if (tagByDefault) return 'usernameRef';
    throw new TypeError(`bug: account ${name} has not chosen its \`tag\``);
  }

  return {
    draft(account, terms, tag) {
      const body = orderBody(account, terms, referenceFor(terms, tag, choiceOf(account)));
      const digest = createHash('sha256').update(`${METHOD}\n${PATH}\n${body}`).digest('hex');
      return { account, terms, method: METHOD, path: PATH, body, nonce: session.nextNonce(), digest };
    },

    async send(draft, inTime = () => true) {
      if (sent.has(draft)) throw new Error('bug: a draft may be sent only once');
      sent.add(draft);
      const { method, path, body, nonce } = draft;
      const outcome = await callSigned(session, http, http, {
        ...{ method, path, body, nonce, inTime },
        priority: 'send',
      });
      return verdictOf(draft.terms.strategy, outcome, http.host);
    },

    async cancel(_account, id) {
      const outcome = await callSigned(session, http, http, {
        ...cancel,
        body: JSON.stringify({ orderId: id }),
        priority: 'cancel',
      });
      return cancelAnswer(outcome, cancel, http.host);
    },
  };
}
