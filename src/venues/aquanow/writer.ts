import { createHash } from 'node:crypto';
import type { Account } from '../../model/order.ts';
import { isStrategy } from '../../model/terms.ts';
import type { Http } from '../http/client.ts';
import type { Draft, VenueWriter } from '../venue.ts';
import { EXPIRE_QUOTE, ROUTES } from './calls.ts';
import { type CancelRoute, cancelAnswer } from './cancel.ts';
import { type Submission, createQuoteBody, submissionOf } from './order-body.ts';
import { droppedOf, quoteAnswerOf } from './quotes.ts';
import { referenceFor } from './reference.ts';
import { type Session, type SignedCall, callSigned } from './signed-http.ts';
import { verdictOf } from './verdicts.ts';

export interface WriterParts {
  readonly http: Http;
  readonly session: Session;
  readonly cancel: CancelRoute;
  /** An account that hasn't chosen is tagged: for the paper venue, where nothing can go wrong by it. */
  readonly tagByDefault: boolean;
}

export function createWriter({ http, session, cancel, tagByDefault }: WriterParts): VenueWriter {
  const drafted = new WeakMap<Draft, Submission>();
  const sent = new WeakSet<Draft>();
  const call = (request: SignedCall) => callSigned(session, http, http, request);

  function choiceOf({ name, tag }: Account): 'usernameRef' | 'none' {
    if (tag !== undefined) return tag;
    if (tagByDefault) return 'usernameRef';
    throw new TypeError(`bug: account ${name} has not chosen its \`tag\``);
  }

  return {
    prepare(account, terms, tag) {
      if (isStrategy(terms) || terms.strategy !== 'RFQ') return undefined;
      const body = createQuoteBody(account, terms, referenceFor(terms, tag, choiceOf(account)));
      const asked = { call: 'createQuote' as const, account: account.id, terms };
      return call({ ...ROUTES.createQuote, body, priority: 'send' }).then((outcome) =>
        quoteAnswerOf(asked, outcome, http.host),
      );
    },

    async dropQuote(quoteId) {
      const body = JSON.stringify({ quoteId });
      return droppedOf(quoteId, await call({ ...EXPIRE_QUOTE, body, priority: 'cancel' }), http.host);
    },

    draft(account, terms, tag, options = {}) {
      if (isStrategy(terms)) throw new TypeError('bug: Aquanow has no strategies');
      const reference = referenceFor(terms, tag, choiceOf(account));
      const submission = submissionOf(account, terms, reference, options.quote);
      const { method, path } = ROUTES[submission.call];
      const { body } = submission;
      const digest = createHash('sha256').update(`${method}\n${path}\n${body}`).digest('hex');
      const draft: Draft = { account, terms, method, path, body, nonce: session.nextNonce(), digest };
      drafted.set(draft, submission);
      return draft;
    },

    async send(draft, mayGo) {
      if (sent.has(draft)) throw new Error('bug: a draft may be sent only once');
      sent.add(draft);
      const submission = drafted.get(draft);
      if (submission === undefined) throw new TypeError('bug: a draft that this writer did not make');
      const { method, path, body, nonce } = draft;
      const asked = {
        ...{ method, path, body },
        ...(nonce === undefined ? {} : { nonce }),
        ...(mayGo === undefined ? {} : { mayGo }),
      };
      return verdictOf(submission, await call({ ...asked, priority: 'send' }), http.host);
    },

    async cancel(_account, id) {
      const outcome = await call({ ...cancel, body: JSON.stringify({ orderId: id }), priority: 'cancel' });
      return cancelAnswer(outcome, cancel, http.host);
    },

    setRun: () => Promise.reject(new TypeError('bug: Aquanow has no strategies to start or pause')),
  };
}
