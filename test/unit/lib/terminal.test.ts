import { PassThrough } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { keepSecret } from '../../../src/lib/scrub.ts';
import { clearNote, sinkOf, wantsColor } from '../../../src/lib/terminal.ts';

describe('colour', () => {
  it.each([
    ['on a terminal', true, true, {}, true],
    ['not through a pipe', false, true, {}, false],
    ['not with --no-color', true, false, { FORCE_COLOR: '1' }, false],
    ['not with NO_COLOR', true, true, { NO_COLOR: '1', FORCE_COLOR: '1' }, false],
    ['as ever with an empty NO_COLOR', true, true, { NO_COLOR: '' }, true],
    ['through a pipe with FORCE_COLOR', false, true, { FORCE_COLOR: '1' }, true],
    ['not with FORCE_COLOR=0', true, true, { FORCE_COLOR: '0' }, false],
    ['as ever with an empty FORCE_COLOR', false, true, { FORCE_COLOR: '' }, false],
    ['not on a dumb terminal', true, true, { TERM: 'dumb' }, false],
  ])('is there %s', (_, isTTY, flag, env, wanted) => {
    expect(wantsColor(isTTY, flag, env)).toBe(wanted);
  });
});

const stream = (over: object): NodeJS.WriteStream =>
  Object.assign(new PassThrough(), over) as unknown as NodeJS.WriteStream;

describe('a note', () => {
  const terminal = (): { stream: NodeJS.WriteStream; shown: () => string } => {
    let shown = '';
    const made = stream({ isTTY: true, columns: 80, write: (text: string) => (shown += text) });
    return { stream: made, shown: () => shown };
  };

  it('gives way to what is said next, on either stream', () => {
    const [out, err] = [terminal(), terminal()];
    const sinks = [sinkOf(out.stream, true, {}), sinkOf(err.stream, true, {})] as const;
    sinks[1].note('Reading …');
    expect(err.shown()).toBe('Reading …');
    sinks[1].note('Still reading …');
    sinks[0].write('done\n');
    sinks[0].write('and more\n');
    expect(err.shown()).toBe('Reading …\r\u001B[KStill reading …\r\u001B[K');
    expect(out.shown()).toBe('done\nand more\n');
  });

  it('is of one line, and hides nothing', () => {
    const { stream: screen, shown } = terminal();
    sinkOf(screen, true, {}).note(`a\n\u001B[2J${'x'.repeat(200)}`);
    clearNote();
    expect(shown()).toMatch(/^a\\x0a\\x1b\[2Jx+…\r.\[K$/);
    expect(shown().split('\r')[0]).toHaveLength(79);
  });

  it('is for terminals that can take it back', () => {
    const { stream: dumb, shown } = terminal();
    sinkOf(dumb, true, { TERM: 'dumb' }).note('Reading …');
    const pipe = new PassThrough({ encoding: 'utf8' });
    sinkOf(pipe as unknown as NodeJS.WriteStream, true, {}).note('Reading …');
    expect([shown(), pipe.read()]).toEqual(['', null]);
  });
});

describe('a sink', () => {
  it.each([
    ['a wide terminal', { isTTY: true, columns: 200 }, 200],
    ['a narrow terminal', { isTTY: true, columns: 12 }, 40],
    ['a terminal of unknown width', { isTTY: true, columns: 0 }, 120],
    ['a pipe', {}, 120],
  ])('knows how wide it is: %s', (_, over, columns) => {
    expect(sinkOf(stream(over), true, {}).columns).toBe(columns);
  });

  it('writes to its stream', () => {
    const pipe = new PassThrough({ encoding: 'utf8' });
    const sink = sinkOf(pipe as unknown as NodeJS.WriteStream, true, {});
    sink.write('hello');
    expect(pipe.read()).toBe('hello');
    expect(sink).toMatchObject({ isTTY: false, color: false });
  });

  it('lets neither a secret nor a control character pass', () => {
    keepSecret('never-to-be-seen');
    const pipe = new PassThrough({ encoding: 'utf8' });
    sinkOf(pipe as unknown as NodeJS.WriteStream, true, {}).write('key never-to-be-seen\u001B[2J\n');
    expect(pipe.read()).toBe('key [redacted]\\x1b[2J\n');
  });
});
