import { type Decimal, parseDecimal } from '../../model/decimal.ts';

/** What is wrong with a control's request; answered as 400 with this message. */
export class ControlProblem extends Error {
  override readonly name = 'ControlProblem';
}

type Fields = Readonly<Record<string, unknown>>;

function parse(text: string): Fields {
  let value: unknown;
  try {
    // Numbers keep the text that they were written with: no digit of a price is lost on its way in.
    value = JSON.parse(text === '' ? '{}' : text, (_, each: unknown, { source }) =>
      typeof each === 'number' ? source : each,
    );
  } catch {
    throw new ControlProblem('the body is not JSON');
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new ControlProblem('the body must be a JSON object');
  return value as Fields;
}

/** The JSON object of a control's request, read field by field. Amounts may be numbers or strings. */
export class ControlInput {
  readonly #fields: Fields;

  constructor(fields: Fields) {
    this.#fields = fields;
  }

  static of(text: string): ControlInput {
    return new ControlInput(parse(text));
  }

  /** Refuses fields that the control doesn't have: a misspelt one must not pass for done. */
  only(...names: readonly string[]): this {
    const unknown = Object.keys(this.#fields).find((name) => !names.includes(name));
    if (unknown !== undefined)
      throw new ControlProblem(`unknown field ${JSON.stringify(unknown)}; there are: ${names.join(', ')}`);
    return this;
  }

  get names(): readonly string[] {
    return Object.keys(this.#fields);
  }

  has(name: string): boolean {
    return Object.hasOwn(this.#fields, name);
  }

  isNull(name: string): boolean {
    return this.#fields[name] === null;
  }

  text(name: string): string {
    const value = this.#fields[name];
    if (typeof value !== 'string' || value === '') throw new ControlProblem(`${name} must be a text`);
    return value;
  }

  optionalText(name: string): string | undefined {
    return this.has(name) ? this.text(name) : undefined;
  }

  choice<Value extends string>(name: string, values: readonly Value[]): Value {
    const found = values.find((value) => value === this.#fields[name]);
    if (found === undefined) throw new ControlProblem(`${name} must be one of: ${values.join(', ')}`);
    return found;
  }

  flag(name: string): boolean {
    const value = this.#fields[name];
    if (typeof value !== 'boolean') throw new ControlProblem(`${name} must be true or false`);
    return value;
  }

  /** A decimal of zero or more. */
  amount(name: string): Decimal {
    const value = parseDecimal(this.text(name));
    if (value === undefined || value.startsWith('-'))
      throw new ControlProblem(`${name} must be a decimal such as 95000.00`);
    return value;
  }

  /** A whole number of `least` or more. */
  whole(name: string, least = 0): number {
    const text = this.#fields[name];
    const value = typeof text === 'string' && /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
    if (!(value >= least)) throw new ControlProblem(`${name} must be a whole number of at least ${least}`);
    return value;
  }

  /** A member that is an object itself. */
  inner(name: string): ControlInput {
    const value = this.#fields[name];
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      throw new ControlProblem(`${name} must be a JSON object`);
    return new ControlInput(value as Fields);
  }

  texts(name: string): readonly string[] {
    const value = this.#fields[name];
    if (!Array.isArray(value) || !value.every((each) => typeof each === 'string'))
      throw new ControlProblem(`${name} must be a list of texts`);
    return value;
  }
}
