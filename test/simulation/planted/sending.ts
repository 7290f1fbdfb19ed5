import { type Planted, planted, swap } from './planted.ts';

const SEND = `return verdictOf(submission, await call({ ...asked, priority: 'send' }), http.host);`;
const again = (when: string): string => `let outcome = await call({ ...asked, priority: 'send' });
      if (${when}) outcome = await call({ ...asked, nonce: session.nextNonce(), priority: 'send' });
      return verdictOf(submission, outcome, http.host);`;

const INTENT = `  const intent = await desk.journal.appendIntent({ type: 'intent', subject, data }, planned);
  if (intent.kind === 'refused') {
    if (quote !== undefined) await dropQuote(desk, subject, quote.quoteId);
    return { kind: 'not-sent', message: intent.message, stop: intent.code === 'halted' };
  }
`;
const VERDICT = `
  const leaving = { account: account.name, key: subject.key, state: 'in-doubt', deadline, since } as const;
  const verdict = await writer.send(draft, mayGo(desk, leaving));
`;

/** On the way out: what is sent, how often, and with whose leave. */
export const SENDING: readonly Planted[] = [
  planted(
    'a 5xx is sent again',
    ['5xx after', '500 after, in the error form'],
    swap('venues/aquanow/writer.ts', SEND, again(`outcome.kind === 'answer' && outcome.status >= 500`)),
  ),
  planted(
    'a lost connection is tried again',
    ['drop after', 'silence after'],
    swap('venues/aquanow/writer.ts', SEND, again(`outcome.kind === 'unknown'`)),
  ),
  planted(
    'the intent is written after the send',
    ['kill -9', 'loss of power'],
    swap(
      'execute/submit.ts',
      INTENT + VERDICT,
      `${VERDICT}  await desk.journal.appendIntent({ type: 'intent', subject, data }, planned);\n`,
    ),
  ),
  planted(
    'the send does not wait for the intent',
    ['kill -9', 'loss of power'],
    swap(
      'execute/submit.ts',
      INTENT,
      `  desk.journal.appendIntent({ type: 'intent', subject, data }, planned).catch(() => undefined);\n`,
    ),
  ),
  planted(
    'the tag is dropped',
    [],
    swap('venues/aquanow/reference.ts', `(terms.usernameRef ?? '') + tag`, `terms.usernameRef ?? 'x'`),
  ),
  planted(
    'the attempt is not counted up',
    ['429', 'edit', 'higher generation'],
    swap('plan/submission.ts', `Math.max(0, ...used) + 1;`, `Math.max(1, ...used);`),
    swap('plan/submission.ts', `while (tags.has(`, `while (next < 0 && tags.has(`),
    swap(
      'journal/refusal.ts',
      `if (attempts.some((a) => a.generation`,
      `if (attempts.some((a) => a.generation < 0 && a.generation`,
    ),
  ),
  planted(
    'a nonce is used again',
    [],
    swap(
      'venues/aquanow/signing.ts',
      `last = Math.max(Math.trunc(clock.now()), last + 1);`,
      `last ||= Math.trunc(clock.now());`,
    ),
  ),
  planted(
    'deadlines are not looked at',
    ['suspended'],
    swap(
      'execute/may-go.ts',
      `clock.now() > deadline.at || clock.monotonic() - since > SEND_WITHIN`,
      `false`,
    ),
  ),
  planted(
    'a quote is executed whatever it costs',
    [],
    swap(
      'execute/quote.ts',
      `if (bound === undefined || isWorse(terms, bound, quote)) {`,
      `if (bound === undefined) {`,
    ),
  ),
  planted(
    'whatever is planned counts as approved',
    ['two runs at once', 'edit'],
    swap(
      'execute/approval.ts',
      `if (approved === undefined) return undefined;`,
      `if (approved === undefined) return line;`,
    ),
  ),
  planted(
    'a declined approval does not stop the run',
    ['approval declined'],
    swap(
      'execute/apply.ts',
      `if (stop.aborted || !(await input.approve(judged))) return report(false);`,
      `await input.approve(judged);`,
    ),
  ),
];
