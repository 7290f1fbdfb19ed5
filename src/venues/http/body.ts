/** The answer was broken off or too large, after its headers had come. */
export class BrokenAnswer extends Error {
  override readonly name = 'BrokenAnswer';
  readonly code: 'answer-broken' | 'answer-too-large';

  constructor(code: BrokenAnswer['code']) {
    super(code);
    this.code = code;
  }
}

/**
 * A request body that fetch can't send twice. Node's fetch repeats a request with a text body by itself when the answer
 * is 421 (Fetch standard, HTTP-network-or-cache fetch, "misdirected request"); it can't repeat a stream.
 */
export function onceOnly(text: string): {
  readonly body: ReadableStream<Uint8Array>;
  readonly length: string;
} {
  const bytes = new TextEncoder().encode(text);
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(bytes);
      controller.close();
    },
  });
  return { body, length: String(bytes.byteLength) };
}

/** The whole body as text; throws {@link BrokenAnswer} beyond `maxBytes` or where the connection breaks. */
export async function readCapped(response: Response, maxBytes: number): Promise<string> {
  if (response.body === null) return '';
  const reader = response.body.getReader() as ReadableStreamDefaultReader<Uint8Array>;
  const decoder = new TextDecoder();
  let text = '';
  let bytes = 0;
  for (;;) {
    const chunk = await reader.read().catch(() => {
      throw new BrokenAnswer('answer-broken');
    });
    if (chunk.done) return text + decoder.decode();
    bytes += chunk.value.byteLength;
    if (bytes > maxBytes) {
      // The connection is dropped; whether that works changes nothing.
      reader.cancel().catch(() => undefined);
      throw new BrokenAnswer('answer-too-large');
    }
    text += decoder.decode(chunk.value, { stream: true });
  }
}
