import { describe, expect, it } from 'vitest';
import { Secret } from '../../../../src/lib/secret.ts';
import { createNonces, sign } from '../../../../src/venues/aquanow/signing.ts';
import { fakeClock } from '../../../contract/aquanow/desk.ts';

describe('a signature', () => {
  it('is the one of the reference’s vector', () => {
    expect(sign(new Secret('test-secret'), 'GET', '/trades/v2/order', '1657731573930')).toBe(
      '3009e706051ecfb501581668e935a6857bb4a85c6eead44950a7fb669602f7b757acdaa6bfbfa9b4312205a0f6d45360',
    );
  });

  it('covers method, path and nonce', () => {
    const secret = new Secret('test-secret');
    const signatures = [
      sign(secret, 'GET', '/trades/v2/order', '1'),
      sign(secret, 'POST', '/trades/v2/order', '1'),
      sign(secret, 'GET', '/trades/v1/order', '1'),
      sign(secret, 'GET', '/trades/v2/order', '2'),
      sign(new Secret('test-secret2'), 'GET', '/trades/v2/order', '1'),
    ];
    expect(new Set(signatures).size).toBe(5);
  });
});

describe('nonces', () => {
  it('rise by at least one, also while the clock stands or goes back', () => {
    const clock = fakeClock(1_000.75);
    const next = createNonces(clock);
    const drawn = [0, 0, -500, 0, 2_000].map((step) => {
      clock.advance(step);
      return next();
    });
    expect(drawn).toEqual(['1000', '1001', '1002', '1003', '2500']);
  });
});
