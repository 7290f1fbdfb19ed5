import { type Options, _ } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { compareText } from './compare-text.ts';

/*
 * How Ajv is set up for files whose scalars are text: ahead of time for what tradeform ships, and when it runs for a project's own
 * strategy types.
 */

const LIMITS = { atLeast: '<', moreThan: '<=', atMost: '>' } as const;

/** An Ajv that tells all that is wrong, each with the schema it comes from, and compares limits exactly. */
export function newAjv(options: Options = {}): Ajv2020 {
  const ajv = new Ajv2020({
    allErrors: true,
    // Its allowed values and descriptions are what people are told.
    verbose: true,
    inlineRefs: false,
    strictRequired: false,
    strictTypes: false,
    ...options,
  });
  for (const [keyword, fails] of Object.entries(LIMITS))
    ajv.addKeyword({
      keyword,
      type: 'string',
      schemaType: 'string',
      code: (cxt) => {
        const compare = cxt.gen.scopeValue('func', {
          ref: compareText,
          code: _`require("./src/specs/types/compare-text.ts").compareText`,
        });
        const result = _`${compare}(${cxt.data}, ${cxt.schemaCode})`;
        cxt.fail(fails === '<' ? _`${result} < 0` : fails === '<=' ? _`${result} <= 0` : _`${result} > 0`);
      },
    });
  return ajv;
}
