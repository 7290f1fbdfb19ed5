// One signed call of the venue, with Node's own fetch.
import { createHmac } from 'node:crypto';

let nonce = Date.now();

export async function signed(method, path, query = '', body) {
  const drawn = String(nonce++);
  const message = JSON.stringify({ httpMethod: method, path, nonce: drawn });
  const signature = createHmac('sha384', process.env.BENCH_SECRET).update(message).digest('hex');
  const headers = {
    'content-type': 'application/json',
    'x-api-key': process.env.BENCH_KEY,
    'x-nonce': drawn,
    'x-signature': signature,
  };
  const response = await fetch(`${process.env.BENCH_URL}${path}${query}`, { method, headers, body });
  const text = await response.text();
  if (response.status !== 200) throw new Error(`${response.status} ${text}`);
  return text;
}
