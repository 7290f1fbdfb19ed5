import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FAULTS } from '../../../src/venues/paper/faults.ts';
import { ACCOUNT, PaperClient, type TestVenue, resting, servedVenue } from '../../support/paper-client.ts';

let venue: TestVenue;
beforeEach(async () => {
  venue = await servedVenue();
});
afterEach(() => venue.close());

const fault = (body: Record<string, unknown>) => venue.client.control('faults', body);
const SUBMIT = { method: 'POST', path: '/trades/v2/order' };
const accepted = (): number => venue.paper.ledger().orders.length;
const hits = async (): Promise<readonly number[]> =>
  (await venue.client.control('faults')).json.faults.map((each: { hits: number }) => each.hits);

/** Lets everything that is under way go on until a condition holds. */
const settled = async (until: () => boolean): Promise<void> => {
  while (!until()) await new Promise((resolve) => setImmediate(resolve));
};
const walked = async () => {
  const { rows, sizes } = await venue.client.walk(`?accountId=${ACCOUNT}`);
  return [rows.map((row) => row['usernameRef']).join(''), sizes];
};

describe.each(['over TCP', 'in-process'])('%s', (way) => {
  let client: PaperClient;
  beforeEach(() => {
    client =
      way === 'over TCP' ? venue.client : new PaperClient('http://anywhere', venue.clock, venue.paper.fetch);
  });

  it.each([
    ['drop-before', 0],
    ['drop-after', 1],
  ])('%s breaks the connection with %i orders accepted', async (name, orders) => {
    await fault({ fault: name, match: SUBMIT });
    const failure: unknown = await client.submit(resting()).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(TypeError);
    expect(failure).toMatchObject({
      message: 'fetch failed',
      cause: { code: expect.stringMatching(/ECONNRESET|UND_ERR_SOCKET/) },
    });
    expect([accepted(), await hits()]).toEqual([orders, [1]]);
    expect((await client.submit(resting())).status).toBe(200);
  });

  it.each([
    ['5xx-before', undefined, 503, 'Service Unavailable', 0],
    ['5xx-after', undefined, 503, 'Service Unavailable', 1],
    ['5xx-before', 500, 500, 'Internal server error', 0],
    ['5xx-after', 502, 502, 'Internal server error', 1],
    ['5xx-after', 504, 504, 'Endpoint request timed out', 1],
  ])(
    '%s with status %s answers %i %s with %i orders accepted',
    async (name, asked, status, message, orders) => {
      await fault({ fault: name, match: SUBMIT, ...(asked === undefined ? {} : { status: asked }) });
      const answer = await client.submit(resting());
      expect([answer.status, answer.json, accepted()]).toEqual([status, { message }, orders]);
    },
  );

  it('429 answers in the gateway’s words, or in those of the fault', async () => {
    await fault({ fault: '429' });
    await fault({ fault: '429', text: 'Limit Exceeded' });
    const [first, second] = [await client.submit(resting()), await client.submit(resting())];
    expect([first.status, first.json, second.json]).toEqual([
      429,
      { message: 'Too Many Requests' },
      { message: 'Limit Exceeded' },
    ]);
    expect(accepted()).toBe(0);
  });

  it('truncated-body cuts the answer, malformed-body replaces it; the order is accepted', async () => {
    await fault({ fault: 'truncated-body' });
    const cut = await client.submit(resting());
    await fault({ fault: 'malformed-body' });
    const html = await client.submit(resting());
    expect([cut.status, cut.json, cut.text.startsWith('{"type":"gtcOrderAck"')]).toEqual([
      200,
      undefined,
      true,
    ]);
    expect([html.status, html.json, html.text.startsWith('<html>')]).toEqual([200, undefined, true]);
    expect(accepted()).toBe(2);
  });
});

describe('latency', () => {
  it.each([
    ['latency', 0],
    ['latency-after', 1],
  ])('%s waits with %i orders accepted', async (name, orders) => {
    await fault({ fault: name, ms: 250, match: SUBMIT });
    const answer = venue.client.submit(resting());
    await settled(() => venue.clock.sleeping === 1);
    expect(accepted()).toBe(orders);
    venue.clock.advance(250);
    expect((await answer).status).toBe(200);
    expect(accepted()).toBe(1);
  });

  it('can be outwaited in-process: the client gives up, the venue goes on', async () => {
    await fault({ fault: 'latency', ms: 250, match: SUBMIT });
    const controller = new AbortController();
    const client = new PaperClient('http://paper', venue.clock, (url, init) =>
      venue.paper.fetch(url, { ...init, signal: controller.signal }),
    );
    const answer = client.submit(resting());
    await settled(() => venue.clock.sleeping === 1);
    controller.abort(new Error('too slow'));
    await expect(answer).rejects.toThrow('too slow');
    venue.clock.advance(250);
    await settled(() => accepted() === 1);
    await expect(client.submit(resting())).rejects.toThrow('too slow');
    expect(accepted()).toBe(1);
  });
});

describe('the order list', () => {
  beforeEach(async () => {
    await venue.client.control('settings', { pageSize: 2 });
    for (const usernameRef of ['a', 'b', 'c', 'd', 'e']) await venue.client.submit(resting({ usernameRef }));
  });

  it.each([
    ['missing-row', 0, 'bcde', [1, 2, 1]],
    ['missing-row', 1, 'abde', [2, 1, 1]],
    ['repeated-row', 0, 'abbcde', [3, 2, 1]],
    ['missing-page', 1, 'abe', [2, 0, 1]],
    ['repeated-page', 0, 'ababcde', [2, 2, 2, 1]],
    ['repeated-page', 1, 'abcdcde', [2, 2, 2, 1]],
    ['empty-page', 0, 'abcde', [0, 2, 2, 1]],
    ['empty-page', 2, 'abcde', [2, 2, 0, 1]],
  ])('suffers %s on page %i and gives %s', async (name, skip, letters, sizes) => {
    await fault({ fault: name, skip });
    expect(await walked()).toEqual([letters, sizes]);
    expect(await walked()).toEqual(['abcde', [2, 2, 1]]);
  });

  it('shows a status that no table lists', async () => {
    await fault({ fault: 'unknown-status' });
    await fault({ fault: 'unknown-status', text: 'SUSPENDED' });
    const statuses = [await venue.client.list(), await venue.client.list()].map(
      ({ json }) => json.data[0].tradeStatus,
    );
    expect(statuses).toEqual(['UNDER_REVIEW', 'SUSPENDED']);
  });

  it('learns late of an order, by id too', async () => {
    await fault({ fault: 'late-visibility', ms: 4000 });
    await venue.client.submit(resting({ usernameRef: 'late' }));
    const { orderId } = venue.paper.ledger().orders.at(-1) ?? {};
    expect(await venue.client.row('late')).toBeUndefined();
    expect((await venue.client.list(`?orderId=${orderId}`)).status).toBe(502);
    venue.clock.advance(4000);
    expect((await venue.client.row('late')).tradeStatus).toBe('AWAITING');
    expect((await venue.client.list(`?orderId=${orderId}`)).status).toBe(200);
  });
});

describe('the queue', () => {
  it('strikes one after the other, each as often as asked, with a count of hits', async () => {
    await fault({ fault: '5xx-before', status: 500, times: 2, match: SUBMIT });
    await fault({ fault: '5xx-before', status: 502, match: SUBMIT });
    const statuses: number[] = [];
    for (let i = 0; i < 4; i++) statuses.push((await venue.client.submit(resting())).status);
    expect([statuses, await hits()]).toEqual([
      [500, 500, 502, 200],
      [2, 1],
    ]);
  });

  it('strikes until it is cleared where times is null', async () => {
    await fault({ fault: '429', times: null });
    for (let i = 0; i < 3; i++) expect((await venue.client.list()).status).toBe(429);
    expect(await hits()).toEqual([3]);
    await venue.client.control('faults', undefined, 'DELETE');
    expect((await venue.client.list()).status).toBe(200);
  });

  it('matches method, path and text, and never a control', async () => {
    await fault({ fault: '429', times: null, match: { method: 'POST', contains: 'marked' } });
    expect((await venue.client.submit(resting())).status).toBe(200);
    expect((await venue.client.submit(resting({ usernameRef: 'marked' }))).status).toBe(429);
    expect((await venue.client.list('?usernameRef=marked')).status).toBe(200);
    expect((await venue.client.control('order', resting({ usernameRef: 'marked' }))).status).toBe(200);
  });

  it('counts what was received apart from what was accepted', async () => {
    await fault({ fault: 'drop-before', match: SUBMIT });
    await fault({ fault: '5xx-after', match: SUBMIT });
    await venue.client.submit(resting()).catch(() => undefined);
    await venue.client.submit(resting());
    await venue.client.submit(resting({ tradeSide: 'x' }));
    expect(venue.paper.ledger().requests).toEqual({ received: 3, accepted: 1 });
  });

  it.each([
    [{ fault: 'meteor' }, `fault must be one of: ${Object.keys(FAULTS).join(', ')}`],
    [
      { fault: '429', time: 1 },
      'unknown field "time"; there are: fault, match, times, skip, ms, status, text',
    ],
    [{ fault: '429', times: 0 }, 'times must be a whole number of at least 1'],
    [{ fault: '5xx-after', status: 404 }, 'status must be a whole number of at least 500'],
    [{ fault: 'latency', ms: -1 }, 'ms must be a whole number of at least 0'],
    [{ fault: '429', match: { url: '/' } }, 'unknown field "url"; there are: method, path, contains'],
  ])('refuses %j', async (body, message) => {
    const answer = await fault(body);
    expect([answer.status, answer.json]).toEqual([400, { message }]);
    expect(await hits()).toEqual([]);
  });
});
