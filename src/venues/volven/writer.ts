import { createHash } from 'node:crypto';
import type { Tag } from '../../model/tag.ts';
import { isStrategy } from '../../model/terms.ts';
import type { Draft, VenueWriter } from '../venue.ts';
import { type ActionParts, act, cancelAnswerOf } from './actions.ts';
import { createBody } from './create-body.ts';
import { CREATE } from './routes.ts';
import { callAuthorized } from './session.ts';
import type { Sightings } from './sightings.ts';
import { verdictOf } from './verdicts.ts';

export interface WriterParts extends ActionParts {
  readonly sightings: Sightings;
}

export function createWriter(parts: WriterParts): VenueWriter {
  const { http, session, sightings } = parts;
  const drafted = new WeakMap<Draft, Tag>();

  return {
    prepare: () => undefined,
    dropQuote: () => Promise.reject(new TypeError('bug: Volven has no quotes')),

    draft(account, terms, tag, options = {}) {
      if (!isStrategy(terms)) throw new TypeError('bug: Volven has strategies alone');
      const { method, path } = CREATE;
      const body = createBody(account, terms, options.run ?? 'started');
      const digest = createHash('sha256').update(`${method}\n${path}\n${body}`).digest('hex');
      const draft: Draft = { account, terms, method, path, body, digest };
      drafted.set(draft, tag);
      return draft;
    },

    async send(draft, mayGo) {
      const tag = drafted.get(draft);
      if (tag === undefined)
        throw new Error('bug: a draft may be sent only once, by the writer that made it');
      drafted.delete(draft);
      sightings.mark(tag);
      const { method, path, body } = draft;
      const outcome = await callAuthorized(session, http, {
        ...{ method, path, body },
        ...(mayGo === undefined ? {} : { mayGo }),
        ...{ priority: 'send', repeatable: false },
      });
      return verdictOf(outcome, http.host);
    },

    cancel: async (_account, id) => cancelAnswerOf(await act(parts, id, 'stop')),
    setRun: (_account, id, run, mayGo) => act(parts, id, run === 'started' ? 'start' : 'pause', mayGo),
  };
}
