import nock from 'nock';
import { afterEach, beforeEach, expect } from 'vitest';

/** Nock around each test of a file: nothing reaches the network, and a request without a mock fails its test. */
export function guardWire(): void {
  let unmatched: string[] = [];
  const note = (request: Request): void => {
    unmatched.push(`${request.method} ${request.url}`);
  };
  beforeEach(() => {
    unmatched = [];
    nock.disableNetConnect();
    nock.emitter.on('no match', note);
  });
  afterEach(() => {
    nock.emitter.off('no match', note);
    const pending = nock.pendingMocks();
    nock.abortPendingRequests();
    nock.cleanAll();
    nock.enableNetConnect();
    nock.restore();
    nock.activate();
    // Nock answers an unmatched request with 501, which would pass for an error of the venue.
    expect(unmatched).toEqual([]);
    expect(pending).toEqual([]);
  });
}
