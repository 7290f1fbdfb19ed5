import { describe, expect, it } from 'vitest';
import { classify } from '../../../../src/venues/http/faults.ts';

const to = { host: 'api.aquanow.io', timeout: 10_000, setting: 'venues.aquanow.url' };
/** As fetch throws it: the socket's error is the cause of a TypeError, which ky wraps once more. */
const thrown = (cause: unknown) =>
  new Error('Request failed', { cause: new TypeError('fetch failed', { cause }) });
const coded = (code: string, more: object = {}) => Object.assign(new Error(code), { code, ...more });

describe('a failed request', () => {
  it.each([
    ['ERR_TLS_CERT_ALTNAME_INVALID', {}, 'for another host'],
    ['CERT_HAS_EXPIRED', {}, 'expired'],
    ['ENOTFOUND', { syscall: 'getaddrinfo' }, 'not known'],
    ['EAI_FAIL', { syscall: 'getaddrinfo' }, 'not known'],
    ['ETIMEDOUT', { syscall: 'connect' }, 'no connection'],
    ['EACCES', { syscall: 'connect' }, 'no connection'],
  ])('%s proves that nothing was sent', (code, more, words) => {
    const fault = classify(thrown(coded(code, more)), to);
    expect(fault).toMatchObject({ kind: 'not-sent', code: 'no-connection' });
    expect(fault.message).toContain(words);
    expect(fault.message).toContain(code);
  });

  it.each([
    ['ETIMEDOUT', { syscall: 'read' }],
    ['ECONNRESET', { syscall: 'write' }],
    ['ECONNREFUSED', { errors: [coded('ECONNREFUSED', { syscall: 'connect' }), new Error('?')] }],
    ['ECONNREFUSED', { errors: [coded('ECONNREFUSED'), coded('ECONNRESET', { syscall: 'read' })] }],
  ])('%s with %o proves nothing', (code, more) => {
    expect(classify(thrown(coded(code, more)), to)).toMatchObject({
      kind: 'unknown',
      code: 'connection-lost',
    });
  });

  it.each([undefined, null, 'text', 7, {}, new Error('no code')])(
    'of the form %o proves nothing',
    (error) => {
      expect(classify(error, to)).toMatchObject({ kind: 'unknown' });
    },
  );

  it('whose causes go round ends all the same', () => {
    const round: { cause?: unknown } = {};
    round.cause = round;
    expect(classify(round, to)).toMatchObject({ kind: 'unknown' });
  });

  it('never repeats the words of the error, which may hold a key', () => {
    for (const code of ['ECONNRESET', 'ECONNREFUSED'])
      expect(classify(thrown(Object.assign(new Error('key-1234'), { code })), to).message).not.toContain(
        'key-1234',
      );
  });

  it('by timeout names how long was waited', () => {
    const timeout = Object.assign(new Error('x'), { name: 'TimeoutError' });
    expect(classify(timeout, to)).toMatchObject({
      code: 'timeout',
      message: 'api.aquanow.io did not answer within 10 s',
    });
  });
});
