import type { Argument, Command, Option } from 'commander';

/** What may be typed where a value is expected. */
export type Value =
  | { readonly kind: 'choice'; readonly choices: readonly string[] }
  | { readonly kind: 'file' | 'folder' | 'text' };

export interface Word {
  readonly word: string;
  readonly about: string;
}
export interface OptionWord extends Word {
  /** What comes after it; undefined: nothing does. */
  readonly value?: Value;
}

/** What may follow one command. */
export interface Place {
  /** Its words with a space between them; empty: the program itself. */
  readonly path: string;
  readonly commands: readonly Word[];
  readonly options: readonly OptionWord[];
  /** Of its first argument that tells; the others are names. */
  readonly argument: Value;
}

const KINDS: Readonly<Record<string, 'file' | 'folder'>> = {
  ...{ folder: 'folder', dir: 'folder' },
  ...{ file: 'file', plan: 'file' },
};

/** `<file>`, `<folder>`: the name of a placeholder says what goes there. */
function valueOf(placeholder: string, choices: readonly string[] | undefined): Value {
  if (choices !== undefined) return { kind: 'choice', choices };
  const name = placeholder.replaceAll(/[^a-z-]/g, '');
  return { kind: KINDS[name] ?? 'text' };
}

function optionWord(option: Option): OptionWord {
  const { long, short, flags, description, argChoices } = option;
  const takesValue = option.required || option.optional;
  return {
    word: long ?? short ?? flags,
    about: description,
    ...(takesValue ? { value: valueOf(/[<[](.+?)[>\]]/.exec(flags)?.[1] ?? '', argChoices) } : {}),
  };
}

const argumentValue = (args: readonly Argument[]): Value => {
  const [first] = args;
  return first === undefined ? { kind: 'text' } : valueOf(first.name(), first.argChoices);
};

/** Every command of the program, with what may follow it: its own options and those of all. */
export function placesOf(program: Command): readonly Place[] {
  const help: OptionWord = { word: '--help', about: 'what it does, with examples' };
  const walk = (command: Command, path: string): readonly Place[] => [
    {
      path,
      commands: command.commands.map((one) => ({ word: one.name(), about: one.description() })),
      options: [
        ...(command === program ? [] : command.options.map(optionWord)),
        ...program.options.filter(({ long }) => command === program || long !== '--version').map(optionWord),
        help,
      ],
      argument: argumentValue(command.registeredArguments),
    },
    ...command.commands.flatMap((one) => walk(one, path === '' ? one.name() : `${path} ${one.name()}`)),
  ];
  return walk(program, '');
}

/** Every way on from a command to one below it: `plan`, `journal init`. */
export const pathsOf = (places: readonly Place[]): readonly string[] =>
  places.map(({ path }) => path).filter((path) => path !== '');

/** Options that take a value, anywhere: what follows one is no command. */
export const valued = (places: readonly Place[]): readonly string[] => [
  ...new Set(
    places.flatMap(({ options }) => options.filter((one) => one.value !== undefined).map(({ word }) => word)),
  ),
];

/** In single quotes, for any of the three shells. */
export const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
