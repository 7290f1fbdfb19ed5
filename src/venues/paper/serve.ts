import { once } from 'node:events';
import { createAdaptorServer } from '@hono/node-server';
import { TradeformError } from '../../lib/errors.ts';
import { EXIT } from '../../lib/exit.ts';
import type { Paper } from './venue.ts';

export interface ServedPaper {
  /** `http://127.0.0.1:PORT`, for the API and for market data. */
  readonly url: string;
  /** Stops listening and breaks what is still connected; the venue itself stays open. */
  close(): Promise<void>;
}

// Never another address: the controls ask for no key.
const LOOPBACK = '127.0.0.1';

/** Serves a paper venue over HTTP on loopback; port 0 takes a free one. */
export async function servePaper(paper: Paper, { port }: { readonly port: number }): Promise<ServedPaper> {
  const server = createAdaptorServer({ fetch: paper.app.fetch, overrideGlobalObjects: false });
  try {
    server.listen(port, LOOPBACK);
    await once(server, 'listening');
  } catch (cause) {
    throw new TradeformError('paper/port', `the paper venue can't listen on ${LOOPBACK}:${port}`, {
      exitCode: EXIT.error,
      remedy: 'choose another --port, or end what listens there',
      cause,
    });
  }
  const address = server.address();
  const bound = typeof address === 'object' && address ? address.port : port;
  return {
    url: `http://${LOOPBACK}:${bound}`,
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      if ('closeAllConnections' in server) server.closeAllConnections();
      await closed;
    },
  };
}
