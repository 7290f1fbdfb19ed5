import { describe, expect, it } from 'vitest';
import { terms as orderTerms } from '../aquanow/desk.ts';
import { TAG, account, attemptOf, json, routed, smo, strategyRow, tagOf, venueOf } from './desk.ts';

const at = (eventTime: unknown) => strategyRow({}, { eventTime });

async function evidenceOf(rows: unknown, attempt = attemptOf()) {
  const { fetch } = routed({ find: () => json(rows) });
  return venueOf({ fetch }).reader.evidence(account(), attempt);
}
const isEvidence = async (row: unknown, attempt = attemptOf()) => {
  const evidence = await evidenceOf([row], attempt);
  if (evidence.state === 'unknown') throw new Error(evidence.reason);
  return evidence.rows.length === 1;
};

describe('evidence', () => {
  it('is a strategy of equal terms, with the time that its row tells', async () => {
    expect(await evidenceOf([strategyRow()])).toEqual({
      state: 'known',
      rows: [expect.objectContaining({ id: 's-1', createdAt: Date.parse('2025-01-28T19:05:40Z') })],
    });
  });

  it.each([
    ['another product', { productCode: 'ethusdt_f' }],
    ['another side', { side: 'SELL' }],
    ['another type', { strategyType: 'TWAP' }],
    ['another size', { size: 0.2 }],
    ['another price', { priceLimit: 94000 }],
    ['another account', { accountId: '99999' }],
  ])('is none of %s', async (_, params) => {
    expect(await isEvidence(strategyRow(params))).toBe(false);
  });

  it('has no price where none was sent', async () => {
    const { priceLimit: _, ...unbounded } = smo();
    const attempt = attemptOf({ wire: unbounded });
    expect(await isEvidence(strategyRow(), attempt)).toBe(false);
    expect(await isEvidence(strategyRow({ priceLimit: undefined }), attempt)).toBe(true);
  });

  it.each<[string, object]>([
    ['that tells nothing', { strategyId: 's-1' }],
    ['that tells no account', strategyRow({ accountId: undefined })],
    ['with an equal number of other digits', strategyRow({ size: '0.10', priceLimit: '9.5e4' })],
    ['with a size that is no number', strategyRow({ size: '10%' })],
    ['with other fields of its own', strategyRow({ aggressiveness: 1 })],
    ['in lower case', strategyRow({ side: 'buy' })],
  ])('may be one %s', async (_, row) => {
    expect(await isEvidence(row)).toBe(true);
  });

  it('is none that had happened before the send, give or take what clocks differ', async () => {
    const { intentAt } = attemptOf();
    const time = (ms: number) => new Date(intentAt + ms).toISOString();
    expect(await isEvidence(at(time(-5 * 60_000 - 1)))).toBe(false);
    expect(await isEvidence(at(time(-5 * 60_000)))).toBe(true);
    // It may be the time of its last change.
    expect(await isEvidence(at(time(24 * 3_600_000)))).toBe(true);
    for (const unclear of [undefined, null, 'yesterday', 1738091140, '2025-99-99T00:00:00Z'])
      expect(await isEvidence(at(unclear))).toBe(true);
  });

  it('is none that was listed before the send', async () => {
    const before = strategyRow({}, { strategyId: 'before' });
    const rows: unknown[] = [before];
    const { fetch } = routed({
      find: () => json(rows),
      other: () => {
        rows.push(strategyRow({}, { strategyId: 'after' }));
        return json({}, 504);
      },
    });
    const venue = venueOf({ fetch });
    await venue.reader.snapshot(account(), []);
    const writer = venue.writer();
    expect(await writer.send(writer.draft(account(), smo(), TAG))).toMatchObject({ kind: 'in-doubt' });
    // Listed meanwhile, but after the send.
    await venue.reader.snapshot(account(), []);
    const ids = async (attempt = attemptOf()) => {
      const evidence = await venue.reader.evidence(account(), attempt);
      return evidence.state === 'known' && evidence.rows.map(({ id }) => id);
    };
    expect(await ids()).toEqual(['after']);
    // Nobody knows what was listed before another process sent.
    expect(await ids(attemptOf({ tag: tagOf('another') }))).toEqual(['before', 'after']);
  });

  it('is unknown where the list can’t be read', async () => {
    expect(await evidenceOf({})).toMatchObject({ state: 'unknown' });
  });

  it('is none of an order of another venue', async () => {
    expect(await isEvidence(strategyRow(), attemptOf({ wire: orderTerms() }))).toBe(false);
  });
});
