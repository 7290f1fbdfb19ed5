import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PaperClient, resting } from '../../support/paper-client.ts';
import {
  CREATE,
  STRATEGIES,
  VolvenClient,
  type VolvenVenue,
  servedVolven,
  smo,
} from '../../support/volven-client.ts';

let venue: VolvenVenue;
beforeEach(async () => {
  venue = await servedVolven();
});
afterEach(() => venue.close());

const fault = (body: object) => venue.client.control('faults', body);
const counts = () => venue.paper.ledger().strategyRequests;
const SUBMIT = { method: 'POST', path: CREATE };

describe.each(['over TCP', 'in-process'])('a create request %s', (way) => {
  let client: VolvenClient;
  beforeEach(() => {
    client = way === 'over TCP' ? venue.client : new VolvenClient('http://anywhere', venue.paper.fetch);
  });

  it.each([
    ['drop-before', 0],
    ['drop-after', 1],
  ])('meets %s: the connection breaks with %i strategies accepted', async (name, accepted) => {
    await fault({ fault: name, match: SUBMIT });
    const failure: unknown = await client.create(smo()).catch((error: unknown) => error);
    expect(failure).toMatchObject({
      message: 'fetch failed',
      cause: { code: expect.stringMatching(/ECONNRESET|UND_ERR_SOCKET/) },
    });
    expect(counts()).toEqual({ received: 1, accepted });
    expect(venue.paper.ledger().strategies).toHaveLength(accepted);
  });

  it.each([
    ['5xx-before', 503, 0],
    ['5xx-after', 502, 1],
  ])('meets %s: answered with %i with %i strategies accepted', async (name, status, accepted) => {
    await fault({ fault: name, match: SUBMIT, status });
    expect((await client.create(smo())).status).toBe(status);
    expect(counts()).toEqual({ received: 1, accepted });
  });

  it('meets a 429, which is not acted on', async () => {
    await fault({ fault: '429', match: SUBMIT });
    expect((await client.create(smo())).status).toBe(429);
    expect(counts()).toEqual({ received: 1, accepted: 0 });
  });

  it('meets a truncated answer: the strategy is there, its id is not told', async () => {
    await fault({ fault: 'truncated-body', match: SUBMIT });
    const answer = await client.create(smo());
    expect([answer.status, answer.json, counts().accepted]).toEqual([201, undefined, 1]);
  });
});

describe('a fault', () => {
  it('matches a path with an id by *', async () => {
    const { strategyId } = (await venue.client.create(smo())).json;
    await fault({ fault: '5xx-after', match: { method: 'PUT', path: `${STRATEGIES}/*/action/stop` } });
    expect((await venue.client.act(strategyId, 'pause')).status).toBe(202);
    expect((await venue.client.act(strategyId, 'stop')).status).toBe(503);
    expect((await venue.client.state(strategyId))['status']).toBe('STOPPED');
  });

  it('that is about new orders strikes whichever half gets the next one', async () => {
    await fault({ fault: 'late-visibility', ms: 1000 });
    await fault({ fault: 'late-visibility', ms: 1000 });
    const aquanow = new PaperClient('http://paper', venue.clock, venue.paper.fetch);
    await aquanow.submit(resting());
    await venue.client.create(smo());
    expect([(await aquanow.list()).json.data, (await venue.client.find()).json]).toEqual([[], []]);
  });

  it('of the answer leaves its headers', async () => {
    await fault({ fault: 'truncated-body' });
    const answer = await venue.client.login({ username: 'paper@example.com', password: 'paper-password' });
    expect([answer.json, answer.headers.get('authorization')]).toEqual([
      undefined,
      expect.stringMatching(/^Bearer /),
    ]);
  });
});

describe('the settings', () => {
  it.each([
    [{ errorShape: 'other' }, /^errorShape must be one of: quickstart, openapi$/],
    [{ unknownStrategy: 400 }, /^unknownStrategy must be one of: 404, 422$/],
    [{ smoClipMs: -1 }, /^smoClipMs must be a whole number of at least 0$/],
    [{ tokenLifeMs: 10 }, /^tokenLifeMs must be a whole number of at least 1000$/],
    [{ refreshAnswer: 'late' }, /^refreshAnswer must be one of: same, silent, new$/],
    [{ otpOnce: 1 }, /^otpOnce must be true or false$/],
  ])('refuse what they cannot be: %j', async (change, message) => {
    const { status, json } = await venue.client.control('settings', change);
    expect([status, json.message]).toEqual([400, expect.stringMatching(message)]);
  });
});
