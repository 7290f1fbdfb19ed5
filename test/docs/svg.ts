/*
 * A terminal's text as a picture: the few colours that reports use, on a dark ground that is good to read on a white and on a black page.
 * Every run of characters is put at its own column, so that it stands where it stood, whatever font the reader has.
 */

const CHARACTER = 8.4;
const LINE = 19;
const MARGIN = 16;
const ESCAPE = '\u001B';
const GROUND = '#161b22';
const PLAIN = '#e6edf3';
const COLOURS: Readonly<Record<string, string>> = {
  '31': '#ff7b72',
  '32': '#56d364',
  '33': '#e3b341',
  '35': '#d2a8ff',
};
const DIM = '#9198a1';

interface Style {
  readonly fill: string;
  readonly bold: boolean;
}
const NORMAL: Style = { fill: PLAIN, bold: false };

/** What an escape sequence makes of a style; one that isn't listed is a mistake in the picture. */
function styled(style: Style, code: string): Style {
  if (code === '1') return { ...style, bold: true };
  if (code === '2') return { ...style, fill: DIM };
  if (code === '22') return NORMAL;
  if (code === '39') return { ...style, fill: PLAIN };
  const fill = COLOURS[code];
  if (fill === undefined) throw new Error(`there is no colour for ${code}`);
  return { ...style, fill };
}

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const spanOf = (text: string, column: number, { fill, bold }: Style): string =>
  `<tspan x="${(MARGIN + column * CHARACTER).toFixed(1)}" textLength="${(text.length * CHARACTER).toFixed(1)}" fill="${fill}"${bold ? ' font-weight="bold"' : ''}>${escaped(text)}</tspan>`;

/** One line, and the style in which the next one begins. */
function lineOf(line: string, before: Style): { readonly spans: string; readonly after: Style } {
  let [style, column] = [before, 0];
  const spans: string[] = [];
  for (const [index, part] of line.split(ESCAPE).entries()) {
    // All but what comes before the first escape begins with the rest of its sequence, `[31m`.
    const code = index === 0 ? undefined : /^\[(\d+)m/.exec(part)?.[1];
    if (code !== undefined) style = styled(style, code);
    const shown = code === undefined ? part : part.slice(code.length + 2);
    // Two blanks or more are what columns are made of.
    for (const text of shown.split(/( {2,})/)) {
      const begin = column + text.length - text.trimStart().length;
      if (text.trim() !== '') spans.push(spanOf(text.trim(), begin, style));
      column += text.length;
    }
  }
  return { spans: spans.join(''), after: style };
}

/** Text with colours, as an SVG of so many columns. */
export function svgOf(text: string, columns: number): string {
  const lines = text.split('\n');
  const [width, height] = [2 * MARGIN + columns * CHARACTER, 2 * MARGIN + lines.length * LINE];
  let style = NORMAL;
  const rows = lines.map((line, index) => {
    const { spans, after } = lineOf(line, style);
    style = after;
    return `<text y="${MARGIN + (index + 0.75) * LINE}">${spans}</text>`;
  });
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="100%" height="100%" rx="6" fill="${GROUND}"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="14" xml:space="preserve">`,
    ...rows,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}
