import { systemClock } from '../../src/lib/clock.ts';
import { openPaper } from '../../src/venues/paper/venue.ts';
import { ACCOUNT, KEY, PaperClient, resting } from './paper-client.ts';

/*
 * A process of its own that opens the paper venue on a file, places orders, and prints their quoteIds. Its nonces start at
 * the number that it is given, so that two processes with one key don't draw the same.
 */
const [path = '', name = '', count = '0', ahead = '0'] = process.argv.slice(2);
const clock = { ...systemClock, now: () => systemClock.now() + Number(ahead) };
const paper = openPaper({ path, clock: systemClock, accounts: [ACCOUNT], key: KEY, rate: 'off' });
const client = new PaperClient('http://paper', clock, paper.fetch);
const quoteIds: string[] = [];
for (let i = 0; i < Number(count); i++) {
  const { status, json, text } = await client.submit(
    resting({ usernameRef: `${name}x${i}`, receiveQuantity: '0.001' }),
  );
  if (status !== 200) throw new Error(`${status} ${text}`);
  quoteIds.push(json.data.quoteId);
}
paper.close();
process.stdout.write(JSON.stringify({ epoch: paper.epoch, quoteIds }));
